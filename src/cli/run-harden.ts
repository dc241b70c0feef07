import { harden } from '../actions/harden.js';
import { presentHarden } from '../output/harden/present-harden.js';
import { painter } from '../output/run/paint.js';
import { environment } from '../system/environment.js';
import { redact } from '../system/redaction.js';
import { type Outcome } from './acgs-command.js';
import { interruptible } from './interruptible.js';
import { keyValues } from './key-values.js';

/** The flags of `acgs dockerfile harden`, parsed. */
export interface HardenFlags {
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly write?: boolean;
  readonly prove?: boolean;
  readonly risk: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly config?: string | undefined;
  readonly skip?: readonly string[] | undefined;
  readonly context?: string | undefined;
  readonly 'build-arg'?: readonly string[] | undefined;
  readonly 'build-context'?: readonly string[] | undefined;
}

/** Hardens a Dockerfile as the command line says. @throws AcgsError as {@link harden} */
export async function runHarden(file: string, flags: HardenFlags, version: string): Promise<Outcome> {
  const { check, config, diff, quiet, risk, skip = [], verbose, write } = flags;
  const note = (text: string): void => {
    if (quiet !== true) process.stderr.write(redact(text));
  };
  const run = await interruptible((signal) =>
    harden({
      cwd: process.cwd(),
      env: environment(),
      file,
      risk: risk as 'safe' | 'review' | 'rebuild',
      skip,
      write: write === true,
      acgsVersion: () => Promise.resolve(version),
      warn: (text) => {
        note(`note: ${text}\n`);
      },
      ...(config === undefined ? {} : { config }),
      ...(flags.prove
        ? { prove: { ...proveOptions(flags), ...(verbose === true ? { onLine: line(note) } : {}), signal } }
        : {}),
    }),
  );
  const showsDiff = diff === true || write !== true;
  const presented = presentHarden(run, {
    ...{ check: check === true, showsDiff, isTerminal: process.stdout.isTTY },
    paint: await painter(process.stderr, environment()),
  });
  note(presented.notes);
  process.stderr.write(presented.complaint);
  return presented.outcome;
}

function proveOptions(flags: HardenFlags) {
  return {
    buildArgs: keyValues(flags['build-arg'] ?? [], '--build-arg'),
    buildContexts: keyValues(flags['build-context'] ?? [], '--build-context'),
    ...(flags.context === undefined ? {} : { context: flags.context }),
  };
}

const line =
  (note: (text: string) => void) =>
  (text: string): void => {
    note(`${text}\n`);
  };
