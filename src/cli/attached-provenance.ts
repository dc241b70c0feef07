import { type Place } from '../actions/copy.js';
import { signerHint, type SignerHint } from '../actions/inspect/signer-hint.js';
import { type EvidenceCandidate } from '../evidence/evidence-reader.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { PREDICATE } from '../model/predicate-types.js';
import { type Statement } from '../model/statement.js';
import { type RegistryOptions } from '../registry/options.js';
import { openCandidate } from '../verification/open-candidate.js';
import { Refused } from '../verification/refusal.js';
import { openPlace } from './image-places.js';

/** The provenance attached to an image, as it presents itself. */
export interface AttachedProvenance {
  readonly image: string;
  readonly digest: Digest;
  /** Always: nothing here was judged. */
  readonly verified: false;
  readonly provenance: readonly {
    readonly manifest: Digest;
    readonly signer: SignerHint;
    readonly statement: Statement;
  }[];
}

const TYPES: readonly string[] = [PREDICATE.slsaProvenance1, PREDICATE.slsaProvenance02];

/** Reads it. @throws AcgsError `verify/nothing` where there is none, `registry/*`, `evidence/*` */
export async function attachedProvenance(
  place: Place,
  registry: RegistryOptions,
): Promise<AttachedProvenance> {
  const { evidence, root, name } = await openPlace(place, registry);
  const { digest } = root.descriptor;
  const found = await Promise.all((await evidence.candidatesOf(digest)).map(read));
  const provenance = found.filter((one) => one !== undefined);
  if (provenance.length === 0)
    throw new AcgsError('verify/nothing', `${name} carries no provenance`, {
      next: ['look at what is attached with `acgs inspect`'],
    });
  return { image: name, digest, verified: false, provenance };
}

async function read(
  candidate: EvidenceCandidate,
): Promise<AttachedProvenance['provenance'][number] | undefined> {
  try {
    const { content, key } = openCandidate(candidate);
    if (content.kind !== 'statement' || !TYPES.includes(content.statement.predicateType)) return undefined;
    return { manifest: candidate.manifest, signer: await signerHint(key), statement: content.statement };
  } catch (error) {
    // What cannot be read is no provenance; `acgs inspect` shows it with its problem.
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
