import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPublicKey } from '../../src/evidence/key-import.js';
import { readTrustedRoot } from '../../src/trust/trusted-root.js';
import { compileIdentity } from '../../src/verification/identity-policy.js';
import { type Verdict } from '../../src/verification/result.js';
import { openBundle } from '../../src/verification/signed-evidence.js';
import { type SignerPolicy, verifyEvidence } from '../../src/verification/verify-evidence.js';
import {
  artifactPath,
  caseNames,
  casesFolder,
  casesPresent,
  casesRequired,
  fileIn,
  identityOf,
  trustedRootPath,
} from './conformance-cases.js';
import { plainJudge } from './fuzz/plain-sigstore.js';

/** Each case runs with the file's digests and with sha256 alone; conformance.bench.test.ts runs them through the built CLI. */
const artifactOf = (name: string): Buffer => readFileSync(artifactPath(name));
const anchorsOf = (name: string): Buffer => readFileSync(trustedRootPath(name));

/** With the key of the case, else with its identity. A case that names neither gets the default identity, as upstream. */
async function policyOf(name: string): Promise<SignerPolicy> {
  const key = fileIn(name, 'key.pub');
  if (key !== undefined) return { kind: 'keys', keys: [readPublicKey(key.toString())] };
  const { subject, issuer } = identityOf(name);
  const identity = await compileIdentity({ subject: { literal: subject }, issuer: { literal: issuer } });
  return { kind: 'identities', identities: [identity] };
}

async function judge(name: string, hashes: readonly ('sha256' | 'sha384' | 'sha512')[]): Promise<Verdict> {
  let policy: SignerPolicy;
  try {
    policy = await policyOf(name);
  } catch (error) {
    // One case's key is no point on its curve: refused before any bundle is opened.
    expect(error).toMatchObject({ code: 'key/invalid', exit: 4 });
    return { verified: false, reason: { code: 'key/unsupported', message: 'the key cannot be read' } };
  }
  const artifact = artifactOf(name);
  const anchors = anchorsOf(name);
  return await verifyEvidence(() => openBundle(fileIn(name, 'bundle.sigstore.json') ?? Buffer.alloc(0)), {
    subject: {
      digests: Object.fromEntries(
        hashes.map((hash) => [hash, createHash(hash).update(artifact).digest('hex')]),
      ),
    },
    policy,
    anchors: () => readTrustedRoot(anchors),
  });
}

if (!casesPresent && !casesRequired)
  describe('sigstore-conformance', () => {
    it.skip(`is left out: the cases are not at ${casesFolder} (set ACGS_CASES)`, () => undefined);
  });
else {
  const names = caseNames();

  describe('sigstore-conformance', () => {
    it('has all its 70 cases', () => {
      expect(names).toHaveLength(70);
    });

    const keyless = names.filter((name) => fileIn(name, 'key.pub') === undefined);
    it.each(keyless)('%s: @sigstore/verify judges it as we do', (name) => {
      const trustedRoot: unknown = JSON.parse(anchorsOf(name).toString());
      const accepts = plainJudge(trustedRoot, identityOf(name));
      const bundle = fileIn(name, 'bundle.sigstore.json') ?? Buffer.alloc(0);
      // It trusts a log whose trust has no beginning.
      const accepted = name.includes('missing-validity-start') || !name.endsWith('_fail');
      expect(accepts(bundle, artifactOf(name))).toBe(accepted);
    });

    describe.each([
      ['by file', ['sha256', 'sha384', 'sha512'] as const],
      ['by digest', ['sha256'] as const],
    ])('%s', (_name, hashes) => {
      it.each(names)(
        '%s',
        async (name) => {
          const verdict = await judge(name, hashes);
          expect(verdict).toMatchObject({ verified: !name.endsWith('_fail') });
        },
        30_000,
      );
    });
  });
}
