import { environment } from '../../system/environment.js';
import { readText } from '../../system/files.js';
import { allowClosedPipes } from '../closed-pipes.js';
import { parsePlainly } from './parse-plainly.js';
import { type PlainDefinition } from './plain-definition.js';

/** A command class; in the bundles of src/plain its base is src/cli/plain/command.ts. */
interface CommandClass extends PlainDefinition {
  new (argv: string[], config: { readonly version: string }): { run: () => Promise<void> };
  words: (argv: readonly string[]) => string[];
}

/** How to load each command, by its words: `kit add`. */
export type PlainCommands = Readonly<Record<string, () => Promise<{ readonly default: unknown }>>>;

/**
 * Runs a command without oclif, whose loading costs more than most commands do. Only for command lines that are plainly right:
 * oclif reads all others, helps and explains. Nothing is read or written before that is sure.
 * @param argv arguments without node and script
 * @param root folder of package.json
 * @returns whether it was such a command line, and is done; `process.exitCode` is set then
 */
export async function runPlainly(
  argv: readonly string[],
  root: string,
  commands: PlainCommands,
): Promise<boolean> {
  const length = [2, 1].find((count) => Object.hasOwn(commands, argv.slice(0, count).join(' ')));
  const load = length === undefined ? undefined : commands[argv.slice(0, length).join(' ')];
  if (load === undefined) return false;
  const Command = (await load()).default as CommandClass;
  const rest = argv.slice(length);
  if (parsePlainly(Command, Command.words(rest), environment()) === undefined) return false;
  allowClosedPipes();
  // as much of oclif's `Config` as commands use
  const { version } = JSON.parse(await readText(`${root}/package.json`)) as { version: string };
  await new Command(rest, { version }).run();
  return true;
}
