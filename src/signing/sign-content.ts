import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import {
  type Bundle,
  type BundleMaterial,
  encodeBundle,
  envelopeBundle,
  messageBundle,
  type TransparencyLogEntry,
} from '../evidence/bundle.js';
import { preAuthEncoding } from '../evidence/dsse.js';
import { algorithmOf } from '../evidence/key-algorithm.js';
import { keyHint } from '../evidence/public-key.js';
import { encodeStatement } from '../evidence/statement-codec.js';
import { IN_TOTO } from '../model/media-types.js';
import { type Statement } from '../model/statement.js';
import { type Signature, type Signer, type Witness } from './signer.js';

/** Who signs, and who vouches for it. */
export interface SigningParties {
  readonly signer: Signer;
  readonly witnesses: readonly Witness[];
}

/**
 * Signs a statement as cosign v3 does: a DSSE envelope in a bundle.
 * @returns the bundle's bytes, ready to be written or attached
 */
export async function signStatement(statement: Statement, parties: SigningParties): Promise<Buffer> {
  const payload = encodeStatement(statement);
  const signature = await parties.signer.sign(preAuthEncoding(IN_TOTO, payload));
  return await witnessed(signature, parties.witnesses, (material) =>
    envelopeBundle({ payload, payloadType: IN_TOTO, signature: signature.signature }, material),
  );
}

/**
 * Signs a file as `cosign sign-blob` does: a message signature in a bundle.
 * @returns the bundle's bytes
 */
export async function signMessage(message: Buffer, parties: SigningParties): Promise<Buffer> {
  const signature = await parties.signer.sign(message);
  const hash = algorithmOf(createPublicKey(pemOf(signature))).signs;
  const digest = createHash(hash).update(message).digest();
  return await witnessed(signature, parties.witnesses, (material) =>
    messageBundle({ digest, hash, signature: signature.signature }, material),
  );
}

/** Asks every witness, then writes the bundle: either all of them vouched or there is no bundle. */
async function witnessed(
  signature: Signature,
  witnesses: readonly Witness[],
  build: (material: BundleMaterial) => Bundle,
): Promise<Buffer> {
  const { content } = build({ signer: signerOf(signature) });
  return encodeBundle(build(await gatherMaterial(signature, content, witnesses)));
}

/** What witnesses say of a signature, with its key. @throws AcgsError as a witness does; then nothing of it is used */
export async function gatherMaterial(
  signature: Signature,
  content: Bundle['content'],
  witnesses: readonly Witness[],
): Promise<Required<BundleMaterial>> {
  const testimonies = await Promise.all(
    witnesses.map((witness) => witness.testify(content, pemOf(signature))),
  );
  return {
    signer: signerOf(signature),
    logEntries: testimonies.flatMap(({ tlogEntries = [] }): TransparencyLogEntry[] => tlogEntries),
    timestamps: testimonies
      .flatMap(({ rfc3161Timestamps = [] }) => rfc3161Timestamps)
      .map(({ signedTimestamp }) => signedTimestamp),
  };
}

function signerOf({ key }: Signature): BundleMaterial['signer'] {
  if (key.$case === 'x509Certificate')
    return { kind: 'certificate', certificate: new X509Certificate(key.certificate).raw };
  return { kind: 'public-key', hint: key.hint ?? keyHint(createPublicKey(key.publicKey)) };
}

function pemOf({ key }: Signature): string {
  return key.$case === 'x509Certificate' ? key.certificate : key.publicKey;
}
