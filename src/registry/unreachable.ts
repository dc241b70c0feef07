import { AcgsError, messageOf } from '../model/errors.js';
import { connectionCode, isCertificateProblem } from '../system/connection-failure.js';

/** Whether no connection that speaks this scheme came about: another scheme may. */
export function isWrongScheme(error: unknown): boolean {
  const code = connectionCode(error);
  return code === 'EPROTO' || code.startsWith('ERR_SSL') || code === 'ECONNREFUSED' || code === 'ECONNRESET';
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
