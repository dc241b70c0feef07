import { AcgsError } from '../../../model/errors.js';
import { now } from '../../../system/clock.js';
import { type IdentityToken } from '../identity-token.js';
import { type TokenSource } from '../token-source.js';
import { browserLogin } from './browser-login.js';
import { deviceLogin } from './device-login.js';
import { discover, type LoginClient } from './provider.js';

/** How a person is spoken to. */
export interface Person {
  /** Says something on the terminal. */
  tell(text: string): void;
  /** Opens an address in a browser, and whether that worked; missing where there is none. */
  readonly browse?: (url: string) => Promise<boolean>;
}

/** A new token is asked for this long before the old one expires. */
const RESERVE_MS = 15_000;

/**
 * Asks a person to log in: in the browser of this machine, else on another device. The token serves until it expires.
 */
export function logIn(client: LoginClient, person: Person): TokenSource {
  let current: IdentityToken | undefined;
  return {
    description: `whoever logs in at ${client.issuer}`,
    async token() {
      if (current === undefined || current.expires.getTime() - RESERVE_MS <= now().getTime())
        current = await begin(client, person);
      return current;
    },
  };
}

async function begin(client: LoginClient, { tell, browse }: Person): Promise<IdentityToken> {
  const provider = await discover(client);
  const { deviceEndpoint, tokenEndpoint } = provider;
  tell(
    'Your name or e-mail address as the provider knows it, and what you sign, will be in public logs for ever.',
  );
  if (browse !== undefined)
    return await browserLogin(client, provider, async (url) => {
      const opened = await browse(url);
      tell(opened ? `Log in with the browser that opens now, or at ${url}` : `Log in at ${url}`);
    });
  if (deviceEndpoint === undefined)
    throw new AcgsError(
      'identity/missing',
      `there is no browser here, and ${client.issuer} has no login for other devices`,
    );
  return await deviceLogin(client, { deviceEndpoint, tokenEndpoint }, ({ url, code }) => {
    tell(`Log in at ${url} and enter the code ${code}`);
  });
}
