import { doctor, doctorChecks, type DoctorReport } from '../actions/doctor.js';
import { fix, type FixReport } from '../actions/doctor/fix.js';
import { type Configuration } from '../config/configuration.js';
import { ERROR_CODES, type ErrorCode } from '../model/error-codes.js';
import { AcgsError } from '../model/errors.js';

export interface Examination {
  readonly checks: DoctorReport['checks'];
  readonly fixes: readonly FixReport[];
  /** What to end with where something is missing. */
  readonly error?: AcgsError;
}

/** Examines the machine; with `fix`, mends what can be mended and looks again. */
export async function examineMachine(
  { root, scan, registries, sigstore }: Configuration,
  wanted: { readonly fix: boolean; readonly allowHttp: boolean; readonly signal: AbortSignal },
): Promise<Examination> {
  const { allowHttp, signal } = wanted;
  const { trustedRoot } = sigstore;
  const checks = doctorChecks({
    root,
    scan,
    registries,
    signal,
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
    ...(allowHttp ? { allowHttp } : {}),
  });
  const first = await doctor(checks, signal);
  const fixes = wanted.fix ? await fix(first.checks, { signal }) : [];
  const report = fixes.some(({ done }) => done) ? await doctor(checks, signal) : first;
  const error = notReady(report);
  return { checks: report.checks, fixes, ...(error === undefined ? {} : { error }) };
}

function notReady({ checks, exit }: DoctorReport): AcgsError | undefined {
  const missing = checks.filter(({ state }) => state === 'missing');
  const code = missing[0]?.problem?.code;
  if (code === undefined) return undefined;
  const titles = missing.map(({ title }) => title).join(', ');
  const known = Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'tool/missing';
  return new AcgsError(known, `this machine is not ready: ${titles}`, { next: [], exit });
}
