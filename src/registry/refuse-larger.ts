import { type Descriptor } from '../model/descriptor.js';
import { AcgsError } from '../model/errors.js';

/** Refuses what says that it has more than `limit` bytes, before any is read. @throws AcgsError `evidence/too-large` */
export function refuseLarger(descriptor: Pick<Descriptor, 'size'>, limit: number, what: string): void {
  if (descriptor.size > limit)
    throw new AcgsError(
      'evidence/too-large',
      `${what} has ${descriptor.size} bytes, more than the ${limit} allowed`,
    );
}
