/** Asks before anything is installed: on a terminal by a question; without one only root, CI or `--yes` may go on. */
import { createInterface } from 'node:readline/promises';
import { isRoot } from './privilege.mjs';
import { SetupError, say } from './say.mjs';

/** @param {string[]} list what will be installed; nothing is asked when it is empty */
export async function consent(list) {
  if (list.length === 0) return;
  say('This machine lacks some of what a release needs. To be installed:');
  for (const line of list) say(`  - ${line}`);
  if (process.argv.includes('--yes') || process.argv.includes('-y')) return;
  if (process.stdin.isTTY && process.stderr.isTTY && !process.env.CI) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question('Go on? [Y/n] ').finally(() => terminal.close());
    if (/^(y|yes|)$/i.test(answer.trim())) return;
    throw new SetupError('nothing was installed', ['install Docker Engine ≥ 25 and Trivy yourself, then run this again']);
  }
  if (process.env.CI || isRoot()) return;
  throw new SetupError('not installing anything unasked', ['run it with --yes, e.g. npm start -- --yes', 'or install Docker Engine ≥ 25 and Trivy yourself']);
}
