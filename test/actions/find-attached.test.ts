import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { findAttached } from '../../src/actions/attach-statement.js';
import { signatureStatement } from '../../src/evidence/statement-codec.js';
import { type EvidenceCandidate, type EvidenceReader } from '../../src/evidence/evidence-reader.js';
import { type Descriptor } from '../../src/model/descriptor.js';
import { signerOfKey } from '../../src/signing/choose-signer.js';

const digest = `sha256:${'a'.repeat(64)}` as const;
const target: Descriptor = { mediaType: 'application/vnd.oci.image.index.v1+json', digest, size: 1 };
const signer = signerOfKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'a key');

/** A store with one bundle that notes whether anybody looks into it. */
function storeWith(announced: string | undefined): { store: EvidenceReader; opened: () => boolean } {
  let opened = false;
  const candidate = {
    form: 'bundle',
    store: 'referrers',
    manifest: digest,
    subject: digest,
    ...(announced === undefined ? {} : { announced }),
    get bytes() {
      opened = true;
      return Buffer.from('{}');
    },
  } as EvidenceCandidate;
  return { store: { candidatesOf: () => Promise.resolve([candidate]) }, opened: () => opened };
}

it('evidence announced as another kind is not opened to find out whether it is there', async () => {
  const statement = signatureStatement(digest);
  for (const [announced, opens] of [
    ['https://example.com/other', false],
    [statement.predicateType, true],
    [undefined, true],
  ] as const) {
    const { store, opened } = storeWith(announced);
    expect(await findAttached(store, target, statement, signer)).toBeUndefined();
    expect(opened()).toBe(opens);
  }
});
