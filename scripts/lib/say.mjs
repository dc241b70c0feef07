/** What set-up says on stderr: one line when something slow begins, one when it ends, and a sign of life between. */

const started = Date.now();
const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Ends the process in the way of a missing tool (exit 5): one line, then what to do. */
export class SetupError extends Error {
  constructor(message, next = [], exitCode = 5) {
    super(message);
    this.next = next;
    this.exitCode = exitCode;
  }
}

/** Runs `action` and tells its name, its duration, and every 15 seconds that it is still at work. */
export async function step(title, action) {
  const from = Date.now();
  say(`  ${title} …`);
  const pulse = setInterval(() => say(`  ${title}: still working, ${seconds(from)}`), 15_000);
  try {
    const result = await action();
    say(`  ${title}: done in ${seconds(from)}`);
    return result;
  } finally {
    clearInterval(pulse);
  }
}

/** The top of every script: runs it, and shows a failure as a message with its next steps instead of a stack trace. */
export async function main(action) {
  try {
    const code = await action();
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    if (error?.code === 'ABORT_ERR') return;
    say(`\nerror: ${error.message}`);
    for (const line of error.next ?? []) say(`  → ${line}`);
    if (!(error instanceof SetupError) && process.env.ACGS_DEBUG) say(error.stack);
    process.exitCode = error.exitCode ?? 1;
  }
}

export const elapsed = () => seconds(started);
