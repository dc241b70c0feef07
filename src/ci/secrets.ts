import { type Environment } from '../system/environment.js';

/** Variables whose values are secrets, by name. Those of CI systems are listed in full; the rest by how people name them. */
const SECRET_NAMES =
  /(?:^|_)(?:TOKEN|PASSWORD|PASSWD|SECRET|SECRET_KEY|PRIVATE_KEY|API_KEY|ACCESS_KEY|CREDENTIALS?|PASSPHRASE)$/;
const NOT_SECRET = new Set(['DOCKER_CREDENTIALS', 'GOOGLE_APPLICATION_CREDENTIALS']);

/** Shorter values are words like `true`; hiding them would blacken ordinary text. */
const SHORTEST = 6;

/** Values of an environment that must never be shown; hand them to the redactor. */
export function secretsIn(environment: Environment): readonly string[] {
  const values = Object.entries(environment).flatMap(([name, value]) =>
    SECRET_NAMES.test(name) && !NOT_SECRET.has(name) && value !== undefined && value.length >= SHORTEST
      ? [value]
      : [],
  );
  return [...new Set(values)];
}
