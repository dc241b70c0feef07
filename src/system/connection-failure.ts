import { AcgsError } from '../model/errors.js';

/** errno or TLS code at the bottom of a failed request. */
export function connectionCode(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1)
    if ('code' in at && typeof at.code === 'string' && !(at instanceof AcgsError)) return at.code;
  return '';
}

/** Certificate problems never pass by themselves. */
export function isCertificateProblem(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS/.test(code);
}

/** Whether a connection failure may pass by itself; a name that does not exist and a bad certificate do not. */
export function mayReconnect(error: unknown): boolean {
  const code = connectionCode(error);
  return !(
    code === 'ENOTFOUND' ||
    code === 'EPROTO' ||
    code.startsWith('ERR_SSL') ||
    isCertificateProblem(code)
  );
}
