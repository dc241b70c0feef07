import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyHint, publicKeyPem } from '../../src/evidence/public-key.js';
import { type Digest } from '../../src/model/digest.js';
import { PREDICATE } from '../../src/model/predicate-types.js';
import { signatureStatement } from '../../src/evidence/statement-codec.js';
import { runCommand, runJson } from '../commands/run-command.js';
import { workFolder } from '../commands/signed-folder.js';
import { ISSUER, SUBJECT, VirtualSigstore } from '../verification/virtual-ca.js';

/** Attacks as a user meets them: through the commands, each refusal with its exit code and its own reason. */
const sigstore = new VirtualSigstore();
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;

let work: Awaited<ReturnType<typeof workFolder>>;
let file: Digest;
beforeAll(async () => {
  work = await workFolder();
  file = `sha256:${createHash('sha256').update(readFileSync('file.txt')).digest('hex')}`;
  writeFileSync('root.json', JSON.stringify(sigstore.trustedRoot()));
  writeFileSync('signer.pub', publicKeyPem(publicKey));
});
afterAll(() => {
  work.leave();
});

const IDENTITY = ['--certificate-identity', SUBJECT, '--certificate-oidc-issuer', ISSUER];

interface Judged {
  readonly exit: number;
  readonly code?: string;
  readonly reason?: string;
}

/** `acgs verify blob file.txt` against a bundle. */
async function verifyFile(bundle: Buffer, ...flags: string[]): Promise<Judged> {
  writeFileSync('file.sigstore.json', bundle);
  const { exit, document } = await runJson(
    'verify blob',
    'file.txt',
    '--bundle',
    'file.sigstore.json',
    '--trusted-root',
    'root.json',
    ...flags,
  );
  const [result] = document['results'] as { reason?: { code: string } }[];
  return {
    exit,
    ...(document.error === undefined ? {} : { code: document.error.code }),
    ...(result?.reason === undefined ? {} : { reason: result.reason.code }),
  };
}

const refused = (reason: string): Judged => ({ exit: 4, code: 'verify/failed', reason });
const logged = (pem: KeyObject, of: Digest = file): Promise<Buffer> =>
  sigstore.keyed(privateKey, publicKeyPem(pem), keyHint(publicKey), of, { log: sigstore.rekor });

describe('acgs verify blob', { timeout: 60_000 }, () => {
  it('T17 refuses a statement that names another digest: subject/mismatch', async () => {
    const key = ['--key', 'signer.pub'];
    expect(await verifyFile(await logged(publicKey), ...key)).toEqual({ exit: 0 });
    const other: Digest = `sha256:${'0'.repeat(64)}`;
    expect(await verifyFile(await logged(publicKey, other), ...key)).toEqual(refused('subject/mismatch'));
    expect(await verifyFile(await sigstore.keylessBytes(other), ...IDENTITY)).toEqual(
      refused('subject/mismatch'),
    );
  });

  it('T1 refuses another predicate type than the one asked for: predicate/mismatch', async () => {
    const statement = { ...signatureStatement(file), predicateType: PREDICATE.vuln };
    const bundle = await sigstore.keylessBytes(file, { statement });
    expect(await verifyFile(bundle, ...IDENTITY, '--type', 'vuln')).toEqual({ exit: 0 });
    expect(await verifyFile(bundle, ...IDENTITY, '--type', 'slsaprovenance1')).toEqual(
      refused('predicate/mismatch'),
    );
  });

  it('T3 refuses a log entry that holds another key or certificate: log/key-mismatch', async () => {
    expect(await verifyFile(await logged(stranger), '--key', 'signer.pub')).toEqual(
      refused('log/key-mismatch'),
    );
    const loggedCertificate = sigstore.certificate(stranger);
    expect(await verifyFile(await sigstore.keylessBytes(file, { loggedCertificate }), ...IDENTITY)).toEqual(
      refused('log/key-mismatch'),
    );
  });

  it('T22 refuses a bundle by a key where an identity is asked for, and the other way round: key/kind', async () => {
    expect(await verifyFile(await logged(publicKey), ...IDENTITY)).toEqual(refused('key/kind'));
    expect(await verifyFile(await sigstore.keylessBytes(file), '--key', 'signer.pub')).toEqual(
      refused('key/kind'),
    );
  });

  it('T23 answers a broken bundle in one line, without a stack', async () => {
    writeFileSync('file.sigstore.json', '{"mediaType":');
    const { exit, stderr } = await runCommand(
      'verify blob',
      'file.txt',
      '--bundle',
      'file.sigstore.json',
      ...IDENTITY,
    );
    expect(exit).toBe(4);
    expect(stderr).toContain('bundle/malformed');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('acgs verify', { timeout: 60_000 }, () => {
  it('T1 does not take an attestation for a signature', async () => {
    const attested = await runJson(
      'attest',
      '--key',
      'cosign.key',
      '--layout',
      'image',
      '--type',
      'vuln',
      '--predicate',
      'predicate.json',
    );
    expect(attested.exit).toBe(0);
    const verify = ['--layout', 'image', '--key', 'cosign.pub'];
    expect((await runJson('verify', ...verify, '--require', 'vuln')).exit).toBe(0);
    const { exit, document } = await runJson('verify', ...verify);
    expect({ exit, code: document.error?.code }).toEqual({ exit: 4, code: 'verify/failed' });
    expect(document['results']).toMatchObject([
      {
        verified: false,
        subjects: [
          {
            requirements: [{ name: 'signature', met: false }],
            evidence: [{ predicateType: PREDICATE.vuln }],
            refused: [],
          },
        ],
      },
    ]);
  });

  it('T24 is 4 for an image that carries nothing, never 0', async () => {
    const { exit, document } = await runJson(
      'verify',
      '--layout',
      `image@${work.image.platforms[0]?.manifest ?? ''}`,
      '--key',
      'cosign.pub',
    );
    expect({ exit, code: document.error?.code }).toEqual({ exit: 4, code: 'verify/nothing' });
  });
});
