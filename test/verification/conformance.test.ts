import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPublicKey } from '../../src/evidence/key-import.js';
import { readTrustedRoot } from '../../src/trust/trusted-root.js';
import { compileIdentity } from '../../src/verification/identity-policy.js';
import { type Verdict } from '../../src/verification/result.js';
import { openBundle } from '../../src/verification/signed-evidence.js';
import { type SignerPolicy, verifyEvidence } from '../../src/verification/verify-evidence.js';
import { plainJudge } from './fuzz/plain-sigstore.js';

/**
 * The bundle cases of sigstore-conformance (https://github.com/sigstore/sigstore-conformance, Apache-2.0), which are not part of
 * this repository. A name that ends in `_fail` must be refused; each case runs with the file's digests and with sha256 alone.
 */
const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const root = join(
  process.env['ACGS_CASES'] ?? join(repository, '..', 'shared', 'cases'),
  'sigstore-conformance',
);
const folder = join(root, 'bundle-verify');
const present = existsSync(folder);
const required = process.env['CI'] === 'true';

const IDENTITY =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main';
const ISSUER = 'https://token.actions.githubusercontent.com';

const fileIn = (name: string, file: string): Buffer | undefined => {
  const path = join(folder, name, file);
  return existsSync(path) ? readFileSync(path) : undefined;
};

const artifactOf = (name: string): Buffer => fileIn(name, 'artifact') ?? readFileSync(join(folder, 'a.txt'));
const anchorsOf = (name: string): Buffer =>
  fileIn(name, 'trusted_root.json') ?? readFileSync(join(root, 'trusted_root.production.json'));

/** With the key of the case, else with its identity. A case that names neither gets the default identity, as upstream. */
function policyOf(name: string): SignerPolicy {
  const key = fileIn(name, 'key.pub');
  if (key !== undefined) return { kind: 'keys', keys: [readPublicKey(key.toString())] };
  const identity = compileIdentity({
    subject: { literal: fileIn(name, 'identity')?.toString().trim() ?? IDENTITY },
    issuer: { literal: fileIn(name, 'issuer')?.toString().trim() ?? ISSUER },
  });
  return { kind: 'identities', identities: [identity] };
}

async function judge(name: string, hashes: readonly ('sha256' | 'sha384' | 'sha512')[]): Promise<Verdict> {
  let policy: SignerPolicy;
  try {
    policy = policyOf(name);
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

if (!present && !required)
  describe('sigstore-conformance', () => {
    it.skip(`is left out: the cases are not at ${folder} (set ACGS_CASES)`, () => undefined);
  });
else {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  describe('sigstore-conformance', () => {
    it('has all its 70 cases', () => {
      expect(names).toHaveLength(70);
    });

    const keyless = names.filter((name) => fileIn(name, 'key.pub') === undefined);
    it.each(keyless)('%s: @sigstore/verify judges it as we do', (name) => {
      const subject = fileIn(name, 'identity')?.toString().trim() ?? IDENTITY;
      const issuer = fileIn(name, 'issuer')?.toString().trim() ?? ISSUER;
      const trustedRoot: unknown = JSON.parse(anchorsOf(name).toString());
      const accepts = plainJudge(trustedRoot, { subject, issuer });
      const bundle = fileIn(name, 'bundle.sigstore.json') ?? Buffer.alloc(0);
      // It trusts a log whose trust has no beginning.
      const accepted = name.includes('missing-validity-start') || !name.endsWith('_fail');
      expect(accepts(bundle, artifactOf(name))).toBe(accepted);
    });

    describe.each([
      ['by file', ['sha256', 'sha384', 'sha512'] as const],
      ['by digest', ['sha256'] as const],
    ])('%s', (_name, hashes) => {
      it.each(names)('%s', async (name) => {
        const verdict = await judge(name, hashes);
        expect(verdict).toMatchObject({ verified: !name.endsWith('_fail') });
      });
    });
  });
}
