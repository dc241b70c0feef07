import { hideSecret } from '../system/redaction.js';
import { askCredentialHelper } from './credential-helper.js';
import { findInDockerConfig, readDockerConfigs } from './docker-config.js';
import { type RegistryOptions } from './options.js';

/** How to show a registry who we are. */
export type Credentials =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token, docker's `identitytoken`. */
  | { readonly kind: 'refresh'; readonly token: string }
  /** Sent to the registry itself as it is. */
  | { readonly kind: 'bearer'; readonly token: string };

/**
 * The credentials for a registry: flags, then docker's configuration (credential helper of that host, credential
 * store, inline). Hosts are compared whole, never by part (CVE class: look-alike hosts). Secrets are registered with
 * the redactor.
 * @throws AcgsError `registry/unauthorized` when the configuration names a helper that cannot be run
 */
export async function credentialsFor(registry: string, options: RegistryOptions = {}): Promise<Credentials> {
  const credentials = fromFlags(options) ?? (await fromDocker(registry)) ?? { kind: 'anonymous' };
  if (credentials.kind === 'basic') {
    hideSecret(credentials.password);
    hideSecret(basicValue(credentials.username, credentials.password));
  } else if (credentials.kind !== 'anonymous') hideSecret(credentials.token);
  return credentials;
}

/** The value of a `Basic` authorization header, without its scheme (RFC 7617). */
export function basicValue(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

function fromFlags(options: RegistryOptions): Credentials | undefined {
  if (options.token !== undefined && options.token !== '') return { kind: 'bearer', token: options.token };
  if (options.username === undefined || options.username === '') return undefined;
  return { kind: 'basic', username: options.username, password: options.password ?? '' };
}

async function fromDocker(registry: string): Promise<Credentials | undefined> {
  for (const config of await readDockerConfigs()) {
    const found = findInDockerConfig(config, registry);
    if (found.helper !== undefined) {
      const answer = await askCredentialHelper(found.helper, found.server, config.path);
      if (answer !== undefined) return answer;
    }
    if (found.inline !== undefined) return found.inline;
  }
  return undefined;
}
