import { scaffold } from '../actions/scaffold.js';
import { type Ask } from '../actions/scaffold/settle-answers.js';
import { presentScaffold } from '../output/scaffold/present-scaffold.js';
import { askLine } from '../system/ask-line.js';
import { canAsk } from '../system/ask-secret.js';
import { type Outcome } from './acgs-command.js';
import { type RegistryFlags, registryOptions } from './registry-options.js';

/** The flags of `acgs dockerfile scaffold`, parsed. */
interface ScaffoldFlags extends RegistryFlags {
  readonly stack?: string | undefined;
  readonly runtime?: string | undefined;
  readonly port?: number | undefined;
  readonly command?: string | undefined;
  readonly health?: string | undefined;
  readonly compose?: boolean | undefined;
  readonly probes?: boolean | undefined;
  readonly write?: boolean | undefined;
  readonly stdout?: boolean | undefined;
  readonly diff?: boolean | undefined;
  readonly check?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly offline?: boolean | undefined;
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** Scaffolds the folder and presents what was done; questions and notes go to stderr. */
export async function runScaffold(
  flags: ScaffoldFlags,
  directory: string,
  acgsVersion: string,
): Promise<Outcome> {
  const { stack, runtime, port, command, health, config, compose, probes } = flags;
  // a switch that nobody gave is undefined
  const [stdout, diff, check] = [flags.stdout === true, flags.diff === true, flags.check === true];
  const asks = flags.yes !== true && flags.json !== true && canAsk();
  const { scaffolding, files } = await scaffold({
    cwd: process.cwd(),
    directory,
    ...(stack === undefined ? {} : { stack }),
    said: {
      ...(runtime === undefined ? {} : { runtime }),
      ...(port === undefined ? {} : { port }),
      ...(command === undefined ? {} : { command }),
      ...(health === undefined ? {} : { health }),
    },
    compose: compose === true,
    probes: probes === true,
    ...(config === undefined ? {} : { config }),
    acgsVersion,
    ...(asks ? { ask } : {}),
    write: flags.write === true || !(stdout || diff || check),
    force: flags.force === true,
    offline: flags.offline === true,
    registry: registryOptions(flags),
  });
  const data = stdout ? (files[0]?.text ?? '') : diff || check ? scaffolding.diff : '';
  const presented = presentScaffold(scaffolding, { check, data, isTerminal: process.stdout.isTTY });
  if (flags.quiet !== true) process.stderr.write(presented.notes);
  return presented.outcome;
}

const ask: Ask = async (question, usual) => {
  const answer = await askLine(`${question}${usual === undefined ? '' : ` [${usual}]`} `);
  return answer === '' ? (usual ?? '') : answer;
};
