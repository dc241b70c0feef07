import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attestImage } from '../../src/actions/attest.js';
import { generateKeys } from '../../src/actions/keys-generate.js';
import { policyOf } from '../../src/actions/own-signer.js';
import { openImage } from '../../src/actions/open-image.js';
import { signBlob } from '../../src/actions/sign-blob.js';
import { attestBlob } from '../../src/actions/attest-blob.js';
import { signImage } from '../../src/actions/sign.js';
import { verifyBlob } from '../../src/actions/verify-blob.js';
import { verifyImage, type VerifyOptions } from '../../src/actions/verify.js';
import { chooseSigner, type ChosenSigner } from '../../src/signing/choose-signer.js';
import { loadAnchors } from '../../src/trust/anchors.js';
import { parseRequirements } from '../../src/verification/requirements.js';
import { bench } from '../bench/bench.js';
import { runProgram, type RunResult } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { freshImages, type NamedImage } from './test-images.js';

/**
 * With a key, without a log: what acgs signs cosign accepts, and what cosign signs acgs accepts. Not here because the tools cannot
 * do it: cosign 2.5 reading signatures of images in bundle form; cosign 3.1 signing a file with Ed25519 (its bundle lacks the
 * digest, and it refuses that itself).
 */
const PASSWORD = 'bench password';
const scratch = scratchFolder({ 'file.txt': 'a file\n', 'predicate.json': '{"a":1}' });
const at = (name: string): string => join(scratch.folder, name);
let signer: ChosenSigner;
let options: VerifyOptions;

const cosign = (version: 2 | 3, ...args: string[]): Promise<RunResult> =>
  runProgram(bench().tools[`cosign${version}`], args, {
    env: { COSIGN_PASSWORD: PASSWORD },
    cwd: scratch.folder,
  });
const NO_LOG = ['--tlog-upload=false', '--yes'];
const NO_LOG_3 = [...NO_LOG, '--use-signing-config=false'];
const IGNORE_LOG = '--insecure-ignore-tlog=true';

beforeAll(async () => {
  process.env['COSIGN_PASSWORD'] = PASSWORD;
  await generateKeys({ outputPrefix: at('cosign') });
  const chosen = await chooseSigner({ key: at('cosign.key') });
  if (chosen === undefined) throw new Error('no signer');
  signer = chosen;
  options = { policy: await policyOf(signer), anchors: () => loadAnchors() };
  // cosign 2 fetches the public trusted root even where a key needs none, unless it is given a file.
  writeFileSync(
    at('trusted_root.json'),
    JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [],
      certificateAuthorities: [],
      ctlogs: [],
      timestampAuthorities: [],
    }),
  );
});
afterAll(() => {
  delete process.env['COSIGN_PASSWORD'];
  scratch[Symbol.dispose]();
});

describe.each([
  ['with the referrers API', true],
  ['with fallback tags', false],
])('an image in a registry %s', (_name, referrers) => {
  let image: NamedImage;
  let name: string;
  const next = freshImages('api', referrers);
  const freshImage = async (): Promise<void> => {
    image = await next();
    name = image.name;
  };

  it('signed by acgs is accepted by cosign 3, index and every platform', async () => {
    await freshImage();
    const result = await signImage(await openImage(name), { signer, recursive: true });
    expect(result.signatures.map(({ platform, outcome }) => [platform, outcome])).toEqual([
      [undefined, 'written'],
      ['linux/amd64', 'written'],
      ['linux/arm64', 'written'],
    ]);
    for (const digest of [image.index, ...image.platforms.map(({ manifest }) => manifest)]) {
      const reference = name.replace(/@.*/, `@${digest}`);
      expect(await cosign(3, 'verify', '--key', 'cosign.pub', IGNORE_LOG, reference)).toMatchObject({
        code: 0,
      });
    }
    const stranger = await cosign(
      3,
      'generate-key-pair',
      '--output-key-prefix',
      `stranger-${String(referrers)}`,
    );
    expect(stranger.code).toBe(0);
    expect(
      await cosign(3, 'verify', '--key', `stranger-${String(referrers)}.pub`, IGNORE_LOG, name),
    ).not.toMatchObject({ code: 0 });
  });

  it('signed twice carries one signature', async () => {
    await freshImage();
    await signImage(await openImage(name), { signer, recursive: true });
    const again = await signImage(await openImage(name), { signer, recursive: true });
    expect(again.signatures.map(({ outcome }) => outcome)).toEqual(['present', 'present', 'present']);
    expect(await (await openImage(name)).evidence.candidatesOf(image.index)).toHaveLength(1);
  });

  it('attested by acgs is accepted by cosign 3, by type', async () => {
    await freshImage();
    const opened = await openImage(name);
    const predicate = {
      type: 'https://slsa.dev/provenance/v1',
      content: { buildDefinition: {}, runDetails: {} },
      name: 'acme/api',
    };
    await attestImage(opened, predicate, signer);
    const verify = (type: string): Promise<RunResult> =>
      cosign(3, 'verify-attestation', '--key', 'cosign.pub', IGNORE_LOG, '--type', type, name);
    expect(await verify('slsaprovenance1')).toMatchObject({ code: 0 });
    expect((await verify('cyclonedx')).code).not.toBe(0);
  });

  it('signed and attested by cosign 3 is accepted by acgs', async () => {
    await freshImage();
    expect(await cosign(3, 'sign', '--key', 'cosign.key', ...NO_LOG_3, '--recursive', name)).toMatchObject({
      code: 0,
    });
    expect(
      await cosign(
        3,
        'attest',
        '--key',
        'cosign.key',
        ...NO_LOG_3,
        '--type',
        'cyclonedx',
        '--predicate',
        'predicate.json',
        name,
      ),
    ).toMatchObject({ code: 0 });
    const verification = await verifyImage(await openImage(name), { ...options, recursive: true });
    expect(verification).toMatchObject({ verified: true });
    expect(verification.subjects).toHaveLength(3);
    expect(
      await verifyImage(await openImage(name), {
        ...options,
        require: parseRequirements('signature,cyclonedx'),
      }),
    ).toMatchObject({ verified: true });
  });

  it('signed and attested by cosign 2 in the legacy form is accepted by acgs', async () => {
    await freshImage();
    expect(await cosign(2, 'sign', '--key', 'cosign.key', ...NO_LOG, '--recursive', name)).toMatchObject({
      code: 0,
    });
    expect(
      await cosign(
        2,
        'attest',
        '--key',
        'cosign.key',
        ...NO_LOG,
        '--type',
        'vuln',
        '--predicate',
        'predicate.json',
        name,
      ),
    ).toMatchObject({ code: 0 });
    const verification = await verifyImage(await openImage(name), {
      ...options,
      require: parseRequirements('signature,vuln'),
    });
    expect(verification).toMatchObject({
      verified: true,
      subjects: [{ evidence: [{ store: 'legacy-tag' }, { store: 'legacy-tag' }] }],
    });
  });

  it('signed and attested by acgs in the legacy form is accepted by cosign 2 and by acgs', async () => {
    await freshImage();
    const opened = await openImage(name);
    const predicate = { type: 'https://cyclonedx.org/bom', content: { a: 1 }, name: 'acme/api' };
    for (const outcome of ['written', 'present']) {
      const signed = await signImage(opened, { signer, recursive: true, format: 'legacy' });
      expect(signed.signatures.map((one) => one.outcome)).toEqual([outcome, outcome, outcome]);
      const attested = await attestImage(opened, predicate, signer, 'legacy');
      expect(attested.attestations.map((one) => one.outcome)).toEqual([outcome]);
    }
    for (const digest of [image.index, ...image.platforms.map(({ manifest }) => manifest)]) {
      const reference = name.replace(/@.*/, `@${digest}`);
      expect(await cosign(2, 'verify', '--key', 'cosign.pub', IGNORE_LOG, reference)).toMatchObject({
        code: 0,
      });
    }
    const type = ['--type', 'cyclonedx'];
    expect(
      await cosign(2, 'verify-attestation', '--key', 'cosign.pub', IGNORE_LOG, ...type, name),
    ).toMatchObject({ code: 0 });
    expect(
      await verifyImage(await openImage(name), {
        ...options,
        require: parseRequirements('signature,cyclonedx'),
      }),
    ).toMatchObject({ verified: true });
  });

  it('with an attestation only is not signed', async () => {
    await freshImage();
    const opened = await openImage(name);
    await attestImage(opened, { type: 'https://cyclonedx.org/bom', content: {}, name: 'acme/api' }, signer);
    expect(await verifyImage(await openImage(name), options)).toMatchObject({
      verified: false,
      failure: { code: 'verify/failed' },
    });
  });

  it('with nothing attached is not verified', async () => {
    await freshImage();
    expect(await verifyImage(await openImage(name), options)).toMatchObject({
      verified: false,
      failure: { code: 'verify/nothing' },
    });
  });
});

describe.each(['P-256', 'P-384', 'P-521', 'rsa-2048', 'ed25519'])(
  'a file signed with a key of kind %s',
  (kind) => {
    const prefix = kind.toLowerCase().replace('-', '');

    beforeAll(async () => {
      const { generateKeyPairSync } = await import('node:crypto');
      const { privateKey } =
        kind === 'rsa-2048'
          ? generateKeyPairSync('rsa', { modulusLength: 2048 })
          : kind === 'ed25519'
            ? generateKeyPairSync('ed25519')
            : generateKeyPairSync('ec', { namedCurve: kind });
      writeFileSync(at(`${prefix}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      const { importKeys } = await import('../../src/actions/keys-import.js');
      await importKeys({ key: at(`${prefix}.pem`), outputPrefix: at(prefix) });
    });

    it.each([2, 3] as const)('by acgs is accepted by cosign %i', async (version) => {
      const own = await chooseSigner({ key: at(`${prefix}.key`) });
      if (own === undefined) throw new Error('no signer');
      const [signed, attested] = [at(`${prefix}-${version}.json`), at(`${prefix}-${version}.att.json`)];
      await signBlob({ file: at('file.txt'), bundle: signed, signer: own });
      const common = [
        '--key',
        `${prefix}.pub`,
        '--new-bundle-format',
        '--trusted-root',
        'trusted_root.json',
        IGNORE_LOG,
      ];
      expect(await cosign(version, 'verify-blob', ...common, '--bundle', signed, 'file.txt')).toMatchObject({
        code: 0,
      });
      await attestBlob({
        file: at('file.txt'),
        predicateType: 'https://slsa.dev/provenance/v1',
        predicate: {},
        bundle: attested,
        signer: own,
      });
      expect(
        await cosign(
          version,
          'verify-blob-attestation',
          ...common,
          '--type',
          'slsaprovenance1',
          '--bundle',
          attested,
          'file.txt',
        ),
      ).toMatchObject({ code: 0 });
    });

    it.each([2, 3] as const)('by cosign %i is accepted by acgs', async (version) => {
      const own = await chooseSigner({ key: at(`${prefix}.key`) });
      if (own === undefined) throw new Error('no signer');
      const policy = await policyOf(own);
      const flags = version === 2 ? [...NO_LOG, '--new-bundle-format'] : NO_LOG_3;
      const attest = ['attest-blob', '--type', 'custom', '--predicate', 'predicate.json'];
      for (const args of kind === 'ed25519' && version === 3 ? [attest] : [['sign-blob'], attest]) {
        const bundle = at(`theirs-${prefix}-${version}-${args[0] ?? ''}.json`);
        expect(
          await cosign(version, ...args, '--key', `${prefix}.key`, ...flags, '--bundle', bundle, 'file.txt'),
        ).toMatchObject({ code: 0 });
        expect(
          await verifyBlob({ artifact: at('file.txt'), bundle, policy, anchors: () => loadAnchors() }),
        ).toMatchObject({ verified: true });
      }
    });
  },
);
