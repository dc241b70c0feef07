import { hideSecret } from '../system/redaction.js';
import { setDoorPolicy } from '../system/door.js';
import { variable } from '../system/environment.js';

/** Names of variables whose values must never be shown, whatever command runs. */
const SECRET_VARIABLES = [
  'COSIGN_PASSWORD',
  'ACGS_REGISTRY_PASSWORD',
  'ACGS_REGISTRY_TOKEN',
  'SIGSTORE_ID_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'CI_JOB_TOKEN',
  'REGISTRY_PASSWORD',
];

/** What holds for the whole process once the flags are known: secrets to hide, and what may leave the machine. */
export function settle(flags: Readonly<Record<string, unknown>>): void {
  for (const name of SECRET_VARIABLES) hideSecret(variable(name));
  for (const name of ['registry-password', 'registry-token', 'identity-token']) {
    const value = flags[name];
    if (typeof value === 'string') hideSecret(value);
  }
  setDoorPolicy({ offline: flags['offline'] === true });
}
