import { type ScanSettings } from '../config/configuration.js';
import { AcgsError, messageOf } from '../model/errors.js';
import { EXIT, type ExitCode } from '../model/exit-code.js';
import { type Check, type CheckFacts } from './doctor/check.js';
import {
  buildxCheck,
  databaseCheck,
  engineCheck,
  gitCheck,
  nodeCheck,
  registryCheck,
  trivyCheck,
  trustCheck,
} from './doctor/checks.js';
import { trivyOptionsFrom } from './scan/trivy-settings.js';

/** One line of the doctor's report. */
export interface CheckReport extends CheckFacts {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'missing';
  /** Why it is missing, and what to do. */
  readonly problem?: { readonly code: string; readonly message: string; readonly next: readonly string[] };
}

export interface DoctorReport {
  readonly checks: readonly CheckReport[];
  readonly exit: ExitCode;
}

/** What the doctor looks at beyond the tools themselves. */
export interface DoctorOptions {
  /** Folder of the project. */
  readonly root: string;
  readonly scan: ScanSettings;
  /** Registries of the configuration. */
  readonly registries: readonly string[];
  readonly trustedRoot?: string;
  readonly allowHttp?: boolean;
  readonly signal: AbortSignal;
}

/** Everything that a release may need, in the order in which it is needed. */
export function doctorChecks(options: DoctorOptions): Check[] {
  return [
    nodeCheck,
    gitCheck,
    engineCheck,
    buildxCheck,
    trivyCheck,
    databaseCheck(trivyOptionsFrom(options.scan, options.root)),
    ...options.registries.map((registry) =>
      registryCheck(registry, options.allowHttp === undefined ? {} : { allowHttp: options.allowHttp }),
    ),
    trustCheck(options.trustedRoot),
  ];
}

/** Runs checks side by side; what a check throws is its report, nothing is thrown. Exit 5 when something is missing. */
export async function doctor(checks: readonly Check[], signal: AbortSignal): Promise<DoctorReport> {
  const reports = await Promise.all(checks.map(async (check) => await examine(check, signal)));
  const healthy = reports.every(({ state }) => state === 'ok');
  return { checks: reports, exit: healthy ? EXIT.done : EXIT.missing };
}

async function examine({ id, title, probe }: Check, signal: AbortSignal): Promise<CheckReport> {
  try {
    return { id, title, state: 'ok', ...(await probe(signal)) };
  } catch (error) {
    const { code, message, next } =
      error instanceof AcgsError ? error : new AcgsError('internal/bug', messageOf(error), { cause: error });
    return { id, title, state: 'missing', problem: { code, message, next } };
  }
}
