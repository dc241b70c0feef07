import { Command } from '@oclif/core/command';
import { type Interfaces } from '@oclif/core';
import { type ExitCode } from '../model/exit-code.js';
import { commonFlags } from './flags.js';
import { withLists } from './lists-of-variables.js';
import { GiveWay } from './plain/give-way.js';

/** What a command hands back: data for machines, a text for people, and how it ended. */
export interface Outcome {
  /** The `--json` document without `schemaVersion`, or what makes it when it is printed; its schema stands in schemas/. */
  readonly document: object | (() => Promise<object>);
  /** Text for stdout; made only when it is printed. */
  readonly human?: () => string | Promise<string>;
  /** Raw bytes for stdout instead of `human` (formats such as SARIF); `--json` wins over it. */
  readonly exit?: ExitCode;
}

type FlagsOf<T extends typeof Command> = Interfaces.InferredFlags<
  (typeof AcgsCommand)['baseFlags'] & T['flags']
>;
type ArgsOf<T extends typeof Command> = Interfaces.InferredArgs<T['args']>;

/**
 * Base of every command: flags → one action → one formatter. Data goes to stdout, everything else to stderr;
 * a command that fails still prints its `--json` document (DESIGN, the command contract).
 */
export abstract class AcgsCommand<T extends typeof Command> extends Command {
  static override baseFlags = commonFlags;

  protected flags!: FlagsOf<T>;
  protected args!: ArgsOf<T>;
  /** All that is no flag, in order. */
  protected operands: readonly string[] = [];

  /** The words after the command as they are parsed, for a command that spells some of them its own way. */
  static words(argv: readonly string[]): string[] {
    return [...argv];
  }

  /** The command's own work, with `flags` and `args` parsed. */
  protected abstract work(): Promise<Outcome>;

  override async run(): Promise<void> {
    let wantsJson = this.argv.includes('--json');
    try {
      const { flags, args, raw } = await this.parse(
        this.ctor as T,
        (this.ctor as typeof AcgsCommand).words(this.argv),
      );
      this.flags = withLists(flags as FlagsOf<T>, this.ctor.flags as Parameters<typeof withLists>[1]);
      this.args = args as ArgsOf<T>;
      // `argv` would put a word that is there twice, or is a flag's value too, where it stands first.
      this.operands = raw.flatMap(({ type, input }) => (type === 'arg' ? [input] : []));
      wantsJson = this.flags['json'] === true;
      const { settle } = await import('./settle.js');
      settle(this.flags);
      const outcome = await this.work();
      const { printOutcome } = await import('./print-outcome.js');
      process.exitCode = await printOutcome(outcome, wantsJson);
    } catch (error) {
      if (error instanceof GiveWay) throw error;
      const { reportFailure } = await import('./report-failure.js');
      process.exitCode = await reportFailure(error, { json: wantsJson });
    }
  }
}
