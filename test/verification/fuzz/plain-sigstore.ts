import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';

/** Whom plain `@sigstore/verify` is asked to trust; its subject is a pattern, so a literal one is escaped and anchored. */
export interface PlainIdentity {
  readonly subject: string;
  readonly issuer: string;
}

/** A judge that is `@sigstore/verify` and nothing else: the measure of ours. */
export function plainJudge(
  trustedRoot: unknown,
  { subject, issuer }: PlainIdentity,
): (bytes: Uint8Array, artifact?: Buffer) => boolean {
  const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(trustedRoot)));
  const pattern = new RegExp(`^${subject.replace(/[^\w]/g, String.raw`\$&`)}$`);
  return (bytes, artifact) => {
    try {
      const bundle = bundleFromJSON(JSON.parse(Buffer.from(bytes).toString('utf8')));
      verifier.verify(toSignedEntity(bundle, artifact), {
        subjectAlternativeName: pattern,
        extensions: { issuer },
      });
      return true;
    } catch {
      // Whatever it throws, it does not accept.
      return false;
    }
  };
}
