import { AcgsError } from '../model/errors.js';
import { environment } from '../system/environment.js';
import { askSecret, canAsk } from '../system/ask-secret.js';
import { hideSecret } from '../system/redaction.js';

const VARIABLE = 'COSIGN_PASSWORD';

/**
 * The password of a private key: `COSIGN_PASSWORD` (set but empty counts, as in cosign), else asked on the terminal.
 * Standard input is never read for it: in CI that would hang, or take data for a password.
 * @throws AcgsError `key/password` where neither is there
 */
export async function keyPassword(prompt: string): Promise<string> {
  const given = environment()[VARIABLE];
  if (given !== undefined) {
    hideSecret(given);
    return given;
  }
  if (!canAsk())
    throw new AcgsError(
      'key/password',
      `the private key needs a password, and there is no terminal to ask on`,
      {
        next: [`set ${VARIABLE} to the password of the key (empty for none)`],
      },
    );
  const password = await askSecret(prompt);
  hideSecret(password);
  return password;
}

/** A new password, asked twice on a terminal. @throws AcgsError `key/password` */
export async function newKeyPassword(): Promise<string> {
  const first = await keyPassword('Password for the new private key: ');
  if (environment()[VARIABLE] !== undefined) return first;
  const second = await askSecret('The same password again: ');
  if (first !== second)
    throw new AcgsError('key/password', 'the two passwords differ', { next: ['try again'] });
  return first;
}
