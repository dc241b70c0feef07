import { PREDICATE } from '../model/predicate-types.js';
import { Refused } from './refusal.js';
import { type SignedContent, type SignedEvidence } from './signed-evidence.js';
import { annotationsOf, checkSubject, describeSubject, type Subject } from './subject.js';

/** What the content must say. */
interface Asked {
  readonly subject: Subject;
  readonly predicateType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What was signed must be about the subject, and of the type asked for. */
export function checkContent({ content }: SignedEvidence, { subject, predicateType }: Asked): void {
  switch (content.kind) {
    case 'statement':
      checkSubject(content.statement, subject);
      break;
    case 'simple-signing':
      if (content.claims.image !== `sha256:${subject.digests.sha256 ?? ''}`)
        throw new Refused(
          'subject/mismatch',
          `expected the image ${describeSubject(subject)}, got ${content.claims.image}`,
        );
      break;
    case 'message': {
      const known = subject.digests[content.hash];
      if (known !== undefined && known !== content.digest.toString('hex'))
        throw new Refused(
          'digest/mismatch',
          `expected the digest ${content.hash}:${known}, got ${content.hash}:${content.digest.toString('hex')}`,
        );
    }
  }
  const got = predicateTypeOf(content);
  if (predicateType !== undefined && got !== predicateType)
    throw new Refused(
      'predicate/mismatch',
      `expected the predicate type ${predicateType}, got ${got ?? 'a signature over a file'}`,
    );
}

/** A legacy payload is cosign's signature of an image; a signature over a file says nothing of any type. */
function predicateTypeOf(content: SignedContent): string | undefined {
  if (content.kind === 'statement') return content.statement.predicateType;
  return content.kind === 'simple-signing' ? PREDICATE.cosignSign : undefined;
}

/** What a signature says beside the digest; `cosign sign -a` puts it into the subject, or the payload's `optional`. */
export function checkAnnotations({ content }: SignedEvidence, { subject, annotations = {} }: Asked): void {
  if (content.kind === 'message') return;
  if (content.kind === 'statement' && content.statement.predicateType !== PREDICATE.cosignSign) return;
  const signed =
    content.kind === 'statement' ? annotationsOf(content.statement, subject) : content.claims.annotations;
  for (const [name, wanted] of Object.entries(annotations)) {
    const got = Object.hasOwn(signed, name) ? signed[name] : undefined;
    if (got !== wanted)
      throw new Refused(
        'annotation/mismatch',
        `expected the annotation ${name}=${wanted}, got ${JSON.stringify(got) ?? 'none'}`,
      );
  }
}
