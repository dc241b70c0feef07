import { pin } from '../actions/pin.js';
import { durationMs } from '../config/duration.js';
import { presentPin } from '../output/pin/present-pin.js';
import { painter } from '../output/run/paint.js';
import { now } from '../system/clock.js';
import { environment } from '../system/environment.js';
import { redact } from '../system/redaction.js';
import { type Outcome } from './acgs-command.js';
import { interruptible } from './interruptible.js';
import { type RegistryFlags, registryOptions } from './registry-options.js';

/** The flags of `acgs dockerfile pin`, parsed. */
export interface PinFlags extends RegistryFlags {
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly stdout?: boolean;
  readonly write?: boolean;
  readonly quiet?: boolean;
  readonly offline?: boolean;
  readonly cooldown?: string | undefined;
  readonly skip?: readonly string[] | undefined;
  readonly lock?: string | undefined;
}

/** Pins a Dockerfile as the command line says. @throws AcgsError as {@link pin}, `usage/invalid` */
export async function runPin(file: string, flags: PinFlags): Promise<Outcome> {
  const outcome = await interruptible((signal) =>
    pin({
      cwd: process.cwd(),
      file,
      write: flags.write === true,
      cooldownMs: flags.cooldown === undefined ? 0 : durationMs(flags.cooldown, '--cooldown'),
      offline: flags.offline === true,
      skip: flags.skip ?? [],
      registry: { ...registryOptions(flags), signal },
      now: now(),
      ...(flags.lock === undefined ? {} : { lock: flags.lock }),
    }),
  );
  const {
    notes,
    complaint,
    outcome: presented,
  } = presentPin(outcome, {
    check: flags.check === true,
    shows: flags.stdout === true ? 'text' : flags.write === true && flags.diff !== true ? 'nothing' : 'diff',
    isTerminal: process.stdout.isTTY,
    paint: await painter(process.stderr, environment()),
  });
  process.stderr.write((flags.quiet === true ? '' : redact(notes)) + complaint);
  return presented;
}
