import { AcgsError, messageOf } from '../model/errors.js';

/** errno or TLS code at the bottom of a failed request. */
export function connectionCode(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1)
    if ('code' in at && typeof at.code === 'string' && !(at instanceof AcgsError)) return at.code;
  return '';
}

/** Whether no connection that speaks this scheme came about: another scheme may. */
export function isWrongScheme(error: unknown): boolean {
  const code = connectionCode(error);
  return code === 'EPROTO' || code.startsWith('ERR_SSL') || code === 'ECONNREFUSED' || code === 'ECONNRESET';
}

/** Certificate problems never pass by themselves. */
function isCertificateProblem(code: string): boolean {
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

/** Says why a registry could not be reached and what helps. */
export function unreachable(registry: string, error: unknown): AcgsError {
  const code = connectionCode(error);
  const next = isCertificateProblem(code)
    ? [
        'pass the CA of the registry with --registry-cacert',
        'or --allow-insecure-registry to accept any certificate',
      ]
    : code === 'EPROTO' || code.startsWith('ERR_SSL')
      ? ['if the registry speaks plain http, pass --allow-http-registry']
      : undefined;
  return new AcgsError(
    'registry/unreachable',
    `registry ${registry} cannot be reached: ${messageOf(error)}`,
    {
      cause: error,
      ...(next === undefined ? {} : { next }),
    },
  );
}
