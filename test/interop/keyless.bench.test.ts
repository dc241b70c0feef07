import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attestBlob } from '../../src/actions/attest-blob.js';
import { attestImage } from '../../src/actions/attest.js';
import { openImage, openLayoutImage } from '../../src/actions/open-image.js';
import { openSigner } from '../../src/actions/open-signer.js';
import { signBlob } from '../../src/actions/sign-blob.js';
import { signerPolicy } from '../../src/actions/signer-policy.js';
import { signImage } from '../../src/actions/sign.js';
import { verifyBlob } from '../../src/actions/verify-blob.js';
import { verifyImage, type VerifyOptions } from '../../src/actions/verify.js';
import { Layout } from '../../src/registry/layout.js';
import { type ChosenSigner } from '../../src/signing/choose-signer.js';
import { loadAnchors } from '../../src/trust/anchors.js';
import { parseRequirements } from '../../src/verification/requirements.js';
import { putTestImage } from '../actions/test-image.js';
import { bench, sigstoreTools } from '../bench/bench.js';
import { runProgram, type RunResult } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { type Sigstore, startSigstore } from '../bench/sigstore.js';
import { freshImages, type NamedImage } from './test-images.js';

/**
 * Without a key, against a whole Sigstore: what acgs signs the others accept, and what they sign acgs accepts. Logs of version 2 are
 * real; those of version 1 are the stand-in. Cells that a tool cannot do, and why:
 *
 * | tool             | what                                   | why                                                             |
 * | ---------------- | -------------------------------------- | --------------------------------------------------------------- |
 * | cosign 2.5       | anything over a log of version 2       | it knows version 1 only                                         |
 * | cosign 2.5       | signatures of images as bundles        | it looks under tags only                                        |
 * | cosign 3.1       | signing into a log of version 1 only   | its signing config would say so; version 2 is what is new in it |
 * | cosign, any      | verifying our layouts                  | it reads layouts that `cosign save` wrote                       |
 * | sigstore-python  | images                                 | it signs and verifies files                                     |
 */
const scratch = scratchFolder({
  'file.txt': 'a file\n',
  'predicate.json': '{"buildDefinition":{},"runDetails":{}}',
});
const at = (name: string): string => join(scratch.folder, name);
const SLSA = 'https://slsa.dev/provenance/v1';

let sigstore: Sigstore;
let options: VerifyOptions;
/** By the version of the log. */
let signers: Readonly<Record<1 | 2, ChosenSigner>>;
/** cosign 2 takes the parts of a trusted root from its environment. */
let cosign2Env: Record<string, string>;

async function signerFor(services: Parameters<typeof openSigner>[0]): Promise<ChosenSigner> {
  const { trustedRoot, oidc } = sigstore;
  const signer = await openSigner({ ...services, trustedRoot, identityToken: oidc.token() });
  if (signer === undefined) throw new Error('no signer');
  return signer;
}

const cosign = (version: 2 | 3, ...args: string[]): Promise<RunResult> =>
  runProgram(bench().tools[`cosign${version}`], args, {
    cwd: scratch.folder,
    ...(version === 2 ? { env: cosign2Env } : {}),
  });
const python = (...args: string[]): Promise<RunResult> =>
  runProgram(sigstoreTools()['sigstore-python'], ['--trust-config', sigstore.trustConfig, ...args], {
    cwd: scratch.folder,
  });

/** How each tool signs as the job. */
const signing3 = (): string[] => [
  ...['--identity-token', sigstore.oidc.token(), '--signing-config', sigstore.signingConfig],
  ...['--trusted-root', sigstore.trustedRoot, '--yes'],
];
const signing2 = (): string[] => [
  ...['--identity-token', sigstore.oidc.token(), '--fulcio-url', sigstore.fulcio.url],
  ...['--rekor-url', sigstore.rekorV1.url, '--yes'],
];
/** How each tool is told whom to believe. */
const identity = (): string[] => [
  ...['--certificate-identity', sigstore.oidc.jobIdentity],
  ...['--certificate-oidc-issuer', sigstore.oidc.github],
];
const verifying3 = (): string[] => [
  ...identity(),
  ...['--trusted-root', sigstore.trustedRoot, '--use-signed-timestamps'],
];
const verifying2 = (): string[] => [...identity(), '--rekor-url', sigstore.rekorV1.url];
const stranger = (flags: string[]): string[] =>
  flags.map((flag) => (flag === sigstore.oidc.jobIdentity ? `${flag}x` : flag));

beforeAll(async () => {
  sigstore = await startSigstore();
  const { fulcio, rekorV1, tsa, signingConfig, trustedRoot, oidc } = sigstore;
  const [first, second] = await Promise.all([
    signerFor({ fulcioUrl: fulcio.url, rekorUrl: rekorV1.url, timestampServerUrl: tsa.url }),
    signerFor({ signingConfig }),
  ]);
  signers = { 1: first, 2: second };
  options = {
    policy: await signerPolicy({ certificateIdentity: oidc.jobIdentity, certificateOidcIssuer: oidc.github }),
    anchors: () => loadAnchors(trustedRoot),
  };
  const inFolder = (name: string): string => join(sigstore.folder, name);
  cosign2Env = {
    SIGSTORE_ROOT_FILE: inFolder('fulcio.pem'),
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: inFolder('ctlog.pub'),
    SIGSTORE_REKOR_PUBLIC_KEY: inFolder('rekor-v1.pub'),
  };
});
afterAll(async () => {
  await sigstore.stop();
  scratch.remove();
});

const expectOk = (result: RunResult): void => expect(result, result.stderr).toMatchObject({ code: 0 });
const expectRefused = (result: RunResult): void => expect(result.code).not.toBe(0);

describe('a file', () => {
  const verify = async (bundle: string): Promise<void> => {
    const verdict = await verifyBlob({ artifact: at('file.txt'), bundle, ...options });
    expect(verdict).toMatchObject({ verified: true });
  };

  describe.each([1, 2] as const)('signed and attested by acgs into a log of version %i', (version) => {
    const [signed, attested] = [at(`acgs-${version}.json`), at(`acgs-${version}.att.json`)];
    beforeAll(async () => {
      const signer = signers[version];
      await signBlob({ file: at('file.txt'), bundle: signed, signer });
      const predicate = { buildDefinition: {}, runDetails: {} };
      await attestBlob({ file: at('file.txt'), bundle: attested, predicateType: SLSA, predicate, signer });
    });

    it('is accepted by cosign 3.1, for its signer only', async () => {
      const blob = (flags: string[]) => cosign(3, 'verify-blob', ...flags, '--bundle', signed, 'file.txt');
      expectOk(await blob(verifying3()));
      expectRefused(await blob(stranger(verifying3())));
      const type = ['--type', 'slsaprovenance1', '--bundle', attested, 'file.txt'];
      expectOk(await cosign(3, 'verify-blob-attestation', ...verifying3(), ...type));
    });

    // It knows logs of version 1 only.
    const itOfVersion1 = version === 1 ? it : () => undefined;
    itOfVersion1('is accepted by cosign 2.5, for its signer only', async () => {
      const trust = ['--new-bundle-format', '--trusted-root', sigstore.trustedRoot];
      const blob = (flags: string[]) =>
        cosign(2, 'verify-blob', ...flags, ...trust, '--bundle', signed, 'file.txt');
      expectOk(await blob(identity()));
      expectRefused(await blob(stranger(identity())));
      const type = ['--type', 'slsaprovenance1', '--bundle', attested, 'file.txt'];
      expectOk(await cosign(2, 'verify-blob-attestation', ...identity(), ...trust, ...type));
    });

    it('is accepted by sigstore-python, for its signer only', async () => {
      const who = (subject: string): string[] => [
        ...['--cert-identity', subject, '--cert-oidc-issuer', sigstore.oidc.github],
      ];
      const { jobIdentity } = sigstore.oidc;
      for (const bundle of [signed, attested])
        expectOk(await python('verify', 'identity', ...who(jobIdentity), '--bundle', bundle, 'file.txt'));
      expectRefused(await python('verify', 'identity', ...who('x'), '--bundle', signed, 'file.txt'));
    });

    it('is accepted by acgs', async () => {
      await verify(signed);
      await verify(attested);
    });
  });

  it('signed and attested by cosign 3.1 is accepted by acgs', async () => {
    const [signed, attested] = [at('cosign3.json'), at('cosign3.att.json')];
    expectOk(await cosign(3, 'sign-blob', ...signing3(), '--bundle', signed, 'file.txt'));
    const predicate = ['--type', 'slsaprovenance1', '--predicate', 'predicate.json', '--bundle', attested];
    expectOk(await cosign(3, 'attest-blob', ...signing3(), ...predicate, 'file.txt'));
    await verify(signed);
    await verify(attested);
  });

  it('signed and attested by cosign 2.5 is accepted by acgs', async () => {
    const [signed, attested] = [at('cosign2.json'), at('cosign2.att.json')];
    const bundle = ['--new-bundle-format', '--bundle'];
    expectOk(await cosign(2, 'sign-blob', ...signing2(), ...bundle, signed, 'file.txt'));
    const predicate = ['--type', 'slsaprovenance1', '--predicate', 'predicate.json', ...bundle, attested];
    expectOk(await cosign(2, 'attest-blob', ...signing2(), ...predicate, 'file.txt'));
    await verify(signed);
    await verify(attested);
  });

  it('signed and attested by sigstore-python is accepted by acgs', async () => {
    const [signed, attested] = [at('python.json'), at('python.att.json')];
    const token = ['--identity-token', sigstore.oidc.token()];
    expectOk(await python('sign', ...token, '--bundle', signed, 'file.txt'));
    const predicate = ['--predicate', 'predicate.json', '--predicate-type', SLSA];
    writeFileSync(at('predicate.json'), JSON.stringify(slsaPredicate()));
    expectOk(await python('attest', ...token, ...predicate, '--bundle', attested, 'file.txt'));
    await verify(signed);
    await verify(attested);
  });
});

describe.each([
  ['with the referrers API', true],
  ['with fallback tags', false],
])('an image in a registry %s', (_name, referrers) => {
  let image: NamedImage;
  let name: string;
  const next = freshImages('keyless', referrers);
  const freshImage = async (): Promise<void> => {
    image = await next();
    name = image.name;
  };
  const references = (): string[] =>
    [image.index, ...image.platforms.map(({ manifest }) => manifest)].map((digest) =>
      name.replace(/@.*/, `@${digest}`),
    );
  const verify = async (require: string): Promise<void> => {
    const asked = { ...options, recursive: true, require: parseRequirements(require) };
    const verification = await verifyImage(await openImage(name), {
      ...asked,
      requireOfPlatforms: parseRequirements('signature'),
    });
    expect(verification.failure).toBeUndefined();
    expect(verification.subjects).toHaveLength(3);
  };
  const predicate = { type: 'https://cyclonedx.org/bom', content: { a: 1 }, name: 'acme/api' };

  it.each([1, 2] as const)(
    'signed and attested by acgs into a log of version %i is accepted by cosign 3.1',
    async (version) => {
      await freshImage();
      const signer = signers[version];
      const opened = await openImage(name);
      for (const outcome of ['written', 'present']) {
        const { signatures } = await signImage(opened, { signer, recursive: true });
        expect(signatures.map((one) => one.outcome)).toEqual([outcome, outcome, outcome]);
      }
      await attestImage(opened, predicate, signer);
      for (const reference of references()) expectOk(await cosign(3, 'verify', ...verifying3(), reference));
      expectRefused(await cosign(3, 'verify', ...stranger(verifying3()), name));
      const attested = (type: string): Promise<RunResult> =>
        cosign(3, 'verify-attestation', ...verifying3(), '--type', type, name);
      expectOk(await attested('cyclonedx'));
      expectRefused(await attested('slsaprovenance1'));
      await verify('signature,cyclonedx');
    },
  );

  it('signed and attested by cosign 3.1 is accepted by acgs', async () => {
    await freshImage();
    expectOk(await cosign(3, 'sign', ...signing3(), '--recursive', name));
    const about = ['--type', 'cyclonedx', '--predicate', 'predicate.json'];
    expectOk(await cosign(3, 'attest', ...signing3(), ...about, name));
    await verify('signature,cyclonedx');
  });

  it('signed and attested by acgs in the legacy form is accepted by cosign 2.5 and 3.1', async () => {
    await freshImage();
    const opened = await openImage(name);
    for (const outcome of ['written', 'present']) {
      const how = { signer: signers[1], recursive: true, format: 'legacy' } as const;
      const { signatures } = await signImage(opened, how);
      expect(signatures.map((one) => one.outcome)).toEqual([outcome, outcome, outcome]);
    }
    await attestImage(opened, predicate, signers[1], 'legacy');
    for (const reference of references()) expectOk(await cosign(2, 'verify', ...verifying2(), reference));
    expectRefused(await cosign(2, 'verify', ...stranger(verifying2()), name));
    expectOk(await cosign(2, 'verify-attestation', ...verifying2(), '--type', 'cyclonedx', name));
    expectOk(await cosign(3, 'verify', ...verifying3(), name));
    await verify('signature,cyclonedx');
  });

  it('signed and attested by cosign 2.5 is accepted by acgs', async () => {
    await freshImage();
    expectOk(await cosign(2, 'sign', ...signing2(), '--recursive', name));
    const about = ['--type', 'cyclonedx', '--predicate', 'predicate.json'];
    expectOk(await cosign(2, 'attest', ...signing2(), ...about, name));
    await verify('signature,cyclonedx');
  });
});

it('an image in a layout is signed and verified by acgs', async () => {
  const folder = at('layout');
  await putTestImage(await Layout.init(folder), 'keyless layout');
  await signImage(await openLayoutImage(folder), { signer: signers[2], recursive: true });
  const verification = await verifyImage(await openLayoutImage(folder), { ...options, recursive: true });
  expect(verification).toMatchObject({ verified: true });
  expect(verification.subjects).toHaveLength(3);
});

/** sigstore-python reads predicates strictly. */
function slsaPredicate(): object {
  return {
    buildDefinition: { buildType: 'https://example.com/build', externalParameters: {} },
    runDetails: { builder: { id: 'https://example.com/builder' } },
  };
}
