import { AcgsError } from '../model/errors.js';
import { isDigest } from '../model/digest.js';
import { type StepKey, formatStepKey } from '../model/run-event.js';
import { type KnownSubject } from './run-state.js';

/**
 * One digest from build to tag, checked here and nowhere else: an output whose `subject` is not the image that its
 * service's first output named is refused. Outputs without a `subject` speak of no image.
 * @throws AcgsError `evidence/tampered`; `internal/bug` for a subject that is no digest
 */
export function requireOneDigest(key: StepKey, output: unknown, subjects: Map<string, KnownSubject>): void {
  if (key.service === undefined || output === null || typeof output !== 'object') return;
  if (!('subject' in output) || output.subject === undefined) return;
  const { subject } = output;
  const name = formatStepKey(key);
  if (typeof subject !== 'string' || !isDigest(subject))
    throw new AcgsError(
      'internal/bug',
      `${name}: expected a digest as subject, got ${JSON.stringify(subject)}`,
    );
  const known = subjects.get(key.service);
  if (known === undefined) {
    subjects.set(key.service, { digest: subject, by: name });
    return;
  }
  if (known.digest !== subject)
    throw new AcgsError(
      'evidence/tampered',
      `${name} speaks of ${subject}, but the image of ${key.service} is ${known.digest} (from ${known.by})`,
      { next: ['run the whole release again with --force'] },
    );
}
