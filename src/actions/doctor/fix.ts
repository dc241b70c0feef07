import { AcgsError } from '../../model/errors.js';
import { installTrivy, pinForThisMachine } from '../../scan/install-trivy.js';
import { type TrivyPin } from '../../scan/trivy-pins.js';
import { type CheckReport } from '../doctor.js';

/** What `--fix` did, or why it could not, one entry for each thing that it knows how to mend. */
export interface FixReport {
  readonly id: string;
  readonly done: boolean;
  readonly message: string;
  readonly next: readonly string[];
}

/**
 * `acgs doctor --fix`: installs the pinned Trivy when there is none fit to use. Everything else is the user's to install.
 * Nothing is thrown: what failed is in the report, with how to go on by hand.
 */
export async function fix(
  checks: readonly CheckReport[],
  options: { readonly signal?: AbortSignal; readonly pin?: TrivyPin } = {},
): Promise<FixReport[]> {
  if (!checks.some(({ id, state }) => id === 'trivy' && state === 'missing')) return [];
  try {
    const { version, path } = await installTrivy(options.pin ?? pinForThisMachine(), options.signal);
    return [{ id: 'trivy', done: true, message: `installed Trivy ${version}: ${path}`, next: [] }];
  } catch (error) {
    if (!(error instanceof AcgsError) || error.code === 'run/interrupted') throw error;
    return [{ id: 'trivy', done: false, message: error.message, next: error.next }];
  }
}
