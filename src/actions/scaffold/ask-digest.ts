import { AcgsError, messageOf } from '../../model/errors.js';
import { parseReference } from '../../model/reference.js';
import { type RegistryOptions } from '../../registry/options.js';
import { openRepository } from '../../registry/repository.js';

export interface RegistryAnswer {
  readonly digest?: string;
  readonly why?: string;
}

/** The digest that a registry has for an image now, or why it has none. @throws AcgsError `run/interrupted`, `run/timeout` */
export async function askDigest(image: string, registry: RegistryOptions): Promise<RegistryAnswer> {
  const reference = parseReference(image);
  try {
    // a person waits, and the lock is there: no patience
    const repository = openRepository(reference, { attempts: 1, idleMs: 10_000, ...registry });
    const found = await repository.findManifest(reference.tag ?? 'latest');
    return found === undefined ? { why: 'there is no such tag' } : { digest: found.descriptor.digest };
  } catch (error) {
    if (error instanceof AcgsError && (error.code === 'run/interrupted' || error.code === 'run/timeout'))
      throw error;
    return { why: messageOf(error) };
  }
}
