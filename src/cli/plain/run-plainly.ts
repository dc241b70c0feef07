import manifest from '../../../package.json' with { type: 'json' };
import { allowClosedPipes } from '../closed-pipes.js';
import { GiveWay } from './give-way.js';

/** A command class; in the bundles of src/plain its base is src/cli/plain/command.ts. */
interface CommandClass {
  new (argv: string[], config: { readonly version: string }): { run: () => Promise<void> };
}

/** How to load each command, by its words: `kit add`. */
export type PlainCommands = Readonly<Record<string, () => Promise<{ readonly default: unknown }>>>;

/**
 * Runs a command without oclif, whose loading costs more than most commands do. Only for command lines that are plainly right:
 * oclif reads all others, helps and explains. Nothing is read or written before that is sure.
 * @param argv arguments without node and script
 * @returns whether it was such a command line, and is done; `process.exitCode` is set then
 */
export async function runPlainly(argv: readonly string[], commands: PlainCommands): Promise<boolean> {
  const length = [2, 1].find((count) => Object.hasOwn(commands, argv.slice(0, count).join(' ')));
  const load = length === undefined ? undefined : commands[argv.slice(0, length).join(' ')];
  if (load === undefined) return false;
  const Command = (await load()).default as CommandClass;
  const rest = argv.slice(length);
  allowClosedPipes();
  try {
    // as much of oclif's `Config` as commands use
    await new Command(rest, { version: manifest.version }).run();
    return true;
  } catch (error) {
    if (error instanceof GiveWay) return false;
    throw error;
  }
}
