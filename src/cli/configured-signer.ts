import { configuredServices } from '../actions/configured-services.js';
import { type SigningOptions } from '../actions/open-signer.js';
import { loadConfiguration } from '../config/load.js';
import { locateKey } from '../signing/load-key.js';

/**
 * Who signs, and which services vouch, as a configuration says that is named (`--config`). One that merely lies in the folder says
 * nothing here: it may be anybody's, and whom it names would be handed the token of the job.
 * @throws AcgsError `config/*`
 */
export async function configuredSigner(file: string, acgsVersion: string): Promise<SigningOptions> {
  const configuration = await loadConfiguration({ cwd: process.cwd(), file, acgsVersion });
  const { key } = configuration.sign;
  return {
    ...configuredServices(configuration),
    ...(key === undefined ? {} : { key: locateKey(key, configuration.root) }),
  };
}
