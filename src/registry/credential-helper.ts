import { AcgsError, messageOf } from '../model/errors.js';
import { environment } from '../system/environment.js';
import { run } from '../system/exec.js';
import { hideSecret } from '../system/redaction.js';
import { parseJsonObject } from './bounded-json.js';
import { type Credentials } from './credentials.js';
import { SMALL_ANSWER_LIMIT } from './limits.js';

const HELPER_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const TIMEOUT_MS = 30_000;
/** What a helper says when it simply knows no credentials (docker/docker-credential-helpers, credentials/error.go). */
const NOT_FOUND = /credentials not found/i;
/** The account settings that cloud helpers (ecr-login, gcr, acr) exist to use; other children never see them. */
const CLOUD_SETTINGS =
  /^(?:AWS_\w+|GOOGLE_APPLICATION_CREDENTIALS|CLOUDSDK_\w+|AZURE_\w+|GNUPGHOME|PASSWORD_STORE_DIR|DBUS_SESSION_BUS_ADDRESS)$/;

/**
 * Asks `docker-credential-<name> get` for a server's credentials: the server on stdin, JSON on stdout
 * (docker/docker-credential-helpers, README). Nothing where the helper knows none.
 * @throws AcgsError `registry/unauthorized` when it cannot be run or answers something else
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  configPath: string,
): Promise<Credentials | undefined> {
  const failed = (why: string, cause?: unknown): AcgsError =>
    new AcgsError(
      'registry/unauthorized',
      `credential helper docker-credential-${name} of ${configPath}: ${why}`,
      { next: ['install the helper, or remove it from that file and run `docker login`'], cause },
    );
  if (!HELPER_NAME.test(name))
    throw new AcgsError('registry/unauthorized', `${configPath} names a credential helper that is no name`);
  const settings = Object.entries(environment()).filter(([variable]) => CLOUD_SETTINGS.test(variable));
  const result = await run(`docker-credential-${name}`, ['get'], {
    input: server,
    timeoutMs: TIMEOUT_MS,
    keepBytes: SMALL_ANSWER_LIMIT,
    reads: true,
    env: Object.fromEntries(settings),
  }).catch((error: unknown) => {
    throw failed(messageOf(error), error);
  });
  if (result.exitCode !== 0) {
    if (NOT_FOUND.test(result.stdout) || NOT_FOUND.test(result.stderr)) return undefined;
    throw failed(`ended with exit code ${result.exitCode}`);
  }
  let username: unknown;
  let secret: unknown;
  try {
    ({ Username: username, Secret: secret } = parseJsonObject(Buffer.from(result.stdout), 'its answer'));
  } catch (error) {
    // The parser's message could quote the secret.
    throw failed('its answer is not JSON', error instanceof AcgsError ? undefined : error);
  }
  if (typeof secret !== 'string' || secret === '') return undefined;
  hideSecret(secret);
  // The user name by which helpers mark an identity token (docker/cli, cli/config/credentials/native_store.go).
  if (username === '<token>') return { kind: 'refresh', token: secret };
  if (typeof username !== 'string' || username === '') return undefined;
  return { kind: 'basic', username, password: secret };
}
