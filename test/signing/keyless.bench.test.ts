import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openImage } from '../../src/actions/open-image.js';
import { Repository } from '../../src/registry/repository.js';
import { putTestImage, type TestImage } from '../actions/test-image.js';
import { bench } from '../bench/bench.js';
import { type Fault, type FaultProxy, nth, startFaultProxy } from '../bench/fault-proxy.js';
import { type Registry, startRegistry } from '../bench/registry.js';
import { type AcgsResult, runAcgs, runProgram } from '../bench/run.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';
import { type Sigstore, startSigstore } from '../bench/sigstore.js';

const SERVICES = ['fulcio', 'rekor', 'tsa', 'oidc'] as const;
type ServiceName = (typeof SERVICES)[number];
/** As errors name them. */
const NAMES: Readonly<Record<ServiceName, string>> = {
  fulcio: 'the certificate authority',
  rekor: 'the transparency log',
  tsa: 'the timestamp authority',
  oidc: 'the identity provider of GitHub Actions',
};

let sigstore: Sigstore;
let registry: Registry;
let scratch: Scratch;
let proxies: Readonly<Record<ServiceName, FaultProxy>>;
let services: string[];
let jobEnv: Record<string, string>;
let image: TestImage;
let name: string;
let number = 0;

beforeAll(async () => {
  [sigstore, registry] = await Promise.all([startSigstore(), startRegistry()]);
  scratch = scratchFolder({ 'file.txt': 'a file\n' });
});
afterAll(async () => {
  await Promise.all([sigstore.stop(), registry.stop()]);
  scratch.remove();
});

/** A fresh image, and a fault proxy in front of each service. */
beforeEach(async () => {
  const { fulcio, rekor, tsa, oidc, trustedRoot } = sigstore;
  const behind = async (url: string): Promise<FaultProxy> => await startFaultProxy(new URL(url).host);
  const [one, two, three, four] = await Promise.all([fulcio.url, rekor.url, tsa.url, oidc.url].map(behind));
  if (one === undefined || two === undefined || three === undefined || four === undefined) throw new Error();
  proxies = { fulcio: one, rekor: two, tsa: three, oidc: four };
  number += 1;
  const config = await sigstore.configure(`behind-proxies-${number}.json`, {
    fulcio: `http://${one.address}`,
    rekor: `http://${two.address}`,
    tsa: `http://${three.address}${new URL(tsa.url).pathname}`,
  });
  services = ['--signing-config', config, '--trusted-root', trustedRoot];
  const request = new URL(oidc.jobEnv['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
  request.host = four.address;
  jobEnv = { ...oidc.jobEnv, ACTIONS_ID_TOKEN_REQUEST_URL: request.href };
  const repository = new Repository(registry.address, `acme/faults-${number}`);
  image = await putTestImage(repository, `faults ${number}`);
  name = `${repository.name}@${image.index}`;
  return async () => {
    await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
  };
});

const acgs = async (args: readonly string[], env: Record<string, string> = jobEnv): Promise<AcgsResult> => {
  const result = await runAcgs([...args, '--json'], { cwd: scratch.folder, env });
  for (const secret of [...sigstore.oidc.issued, jobEnv['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''])
    for (const part of [secret, ...secret.split('.').slice(1)])
      expect(`${result.stdout}${result.stderr}`).not.toContain(part);
  return result;
};
const expectOk = (result: { code: number; stderr: string }): void =>
  expect(result, result.stderr).toMatchObject({ code: 0 });
const attachedTo = async (reference: string): Promise<number> =>
  (await (await openImage(reference)).evidence.candidatesOf(image.index)).length;

describe('as a job of GitHub Actions', () => {
  it('an image is signed, index and platforms, with one certificate; cosign 3.1 and acgs verify it, and nothing is signed twice', async () => {
    const signed = await acgs(['sign', name, '--recursive', ...services]);
    expectOk(signed);
    const { jobIdentity, github } = sigstore.oidc;
    expect(signed.json).toMatchObject({ results: [{ signer: `${jobIdentity} (${github})` }] });
    expect(proxies.fulcio.count('POST')).toBe(1);
    expect(proxies.rekor.count('POST')).toBe(3);
    const cosign = bench().tools.cosign3;
    for (const digest of [image.index, ...image.platforms.map(({ manifest }) => manifest)]) {
      const reference = name.replace(/@.*/, `@${digest}`);
      expectOk(
        await runProgram(cosign, ['verify', ...sigstore.identityFlags, '--use-signed-timestamps', reference]),
      );
    }
    expectOk(await acgs(['verify', name, '--recursive', ...sigstore.identityFlags]));
    const again = await acgs(['sign', name, '--recursive', ...services]);
    expect(again.json).toMatchObject({
      results: [{ signatures: [{ outcome: 'present' }, { outcome: 'present' }, { outcome: 'present' }] }],
    });
    expect(proxies.rekor.count('POST')).toBe(3);
  });

  it('whoever else signs is refused', async () => {
    expectOk(await acgs(['sign', name, ...services]));
    const flags = sigstore.identityFlags.map((flag) => flag.replace('release.yml', 'other.yml'));
    const refused = await acgs(['verify', name, ...flags]);
    expect(refused.code).toBe(4);
    expect(refused.stdout).toContain('identity/subject');
  });
});

describe('where a service', () => {
  it.each(SERVICES)('is down, nothing is attached and the error names it: %s', async (service) => {
    await proxies[service].stop();
    const result = await acgs(['sign', name, ...services]);
    expect(result.code).toBe(1);
    expect(result.json).toMatchObject({ error: { code: 'service/unreachable' } });
    expect(result.stderr).toContain(NAMES[service]);
    expect(result.stderr).toContain('ECONNREFUSED');
    expect(await attachedTo(name)).toBe(0);
  });

  it.each(SERVICES)('is down, no bundle is written: %s', async (service) => {
    await proxies[service].stop();
    const result = await acgs(['sign', 'blob', 'file.txt', '--bundle', `down-${service}.json`, ...services]);
    expect(result.code).toBe(1);
    expect(existsSync(join(scratch.folder, `down-${service}.json`))).toBe(false);
  });

  it.each(SERVICES)('refuses, its reason is told: %s', async (service) => {
    proxies[service].script(() => ({ kind: 'status', status: 400, body: '{"message":"not today"}' }));
    const result = await acgs(['sign', name, ...services]);
    expect(result.code).toBe(1);
    expect(result.json).toMatchObject({ error: { code: 'service/refused' } });
    expect(result.stderr).toContain(NAMES[service]);
    expect(result.stderr).toContain('not today');
    expect(await attachedTo(name)).toBe(0);
  });

  const passing: readonly [string, Fault][] = [
    ['500', { kind: 'status', status: 500 }],
    ['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
    ['half an answer', { kind: 'half-body' }],
    ['a lost answer', { kind: 'reset-after' }],
  ];
  it.each(passing)('answers %s once, the image is signed all the same', async (_name, fault) => {
    for (const service of SERVICES) proxies[service].script(nth(1, fault));
    expectOk(await acgs(['sign', name, ...services]));
    expectOk(await acgs(['verify', name, ...sigstore.identityFlags]));
    for (const service of SERVICES) expect(proxies[service].count()).toBeGreaterThan(1);
  });

  it('answers nonsense, nothing of it is used', async () => {
    proxies.rekor.script(nth(1, { kind: 'flip' }, ({ method }) => method === 'POST'));
    const result = await acgs(['sign', name, ...services]);
    expect(result.code).not.toBe(0);
    expect(await attachedTo(name)).toBe(0);
  });
});

describe('the log', () => {
  it('that has the entry already is asked for it: one entry, and the bundle verifies', async () => {
    const posts = ({ method }: { method: string }): boolean => method === 'POST';
    proxies.rekor.script(nth(1, { kind: 'reset-after' }, posts));
    const bundle = join(scratch.folder, `lost-${number}.json`);
    expectOk(await acgs(['sign', 'blob', 'file.txt', '--bundle', bundle, ...services]));
    expect(proxies.rekor.requests.map(({ method }) => method).slice(0, 3)).toEqual(['POST', 'POST', 'GET']);
    const verify = ['--bundle', bundle, ...sigstore.identityFlags, 'file.txt'];
    expectOk(await acgs(['verify', 'blob', ...verify]));
    const program = bench().tools.cosign3;
    const cosign = ['verify-blob', '--use-signed-timestamps', ...verify];
    expectOk(await runProgram(program, cosign, { cwd: scratch.folder }));
  });

  it('vouches for a key too, which cosign then wants no exception for', async () => {
    const env = { COSIGN_PASSWORD: 'bench password' };
    const prefix = join(scratch.folder, `key-${number}`);
    expectOk(await acgs(['keys', 'generate', '--output-prefix', prefix], env));
    expectOk(await acgs(['sign', name, '--key', `${prefix}.key`, ...services], env));
    expect(proxies.fulcio.count()).toBe(0);
    const trust = ['--key', `${prefix}.pub`, '--trusted-root', sigstore.trustedRoot];
    expectOk(await acgs(['verify', name, ...trust], env));
    expectOk(await runProgram(bench().tools.cosign3, ['verify', ...trust, '--use-signed-timestamps', name]));
  });
});

describe('a token', () => {
  it('is taken from a file, or as it is', async () => {
    scratch.write({ 'token.txt': `${sigstore.oidc.token()}\n` });
    for (const token of ['token.txt', sigstore.oidc.token()])
      expectOk(await acgs(['sign', 'blob', 'file.txt', '--identity-token', token, ...services], {}));
    expect(proxies.oidc.count()).toBe(0);
  });

  it.each([
    ['has expired', () => sigstore.oidc.token({ exp: 1 }), 2, 'identity/invalid'],
    ['is for another audience', () => sigstore.oidc.token({ aud: 'other' }), 1, 'service/refused'],
    [
      'is of an issuer that nobody knows',
      () => sigstore.oidc.token({ iss: 'https://evil.example' }),
      1,
      'service/refused',
    ],
    ['is nothing of the kind', () => 'neither-token-nor-file', 2, 'source/not-found'],
  ])('that %s signs nothing', async (_name, token, exit, code) => {
    const result = await acgs(['sign', name, '--identity-token', token(), ...services], {});
    expect(result.code).toBe(exit);
    expect(result.json).toMatchObject({ error: { code } });
    expect(await attachedTo(name)).toBe(0);
  });
});

describe('what is said on the command line', () => {
  it.each([
    ['nobody who signs', [], {}, 'sign/no-signer'],
    ['a key and an identity', ['--key', 'cosign.key', '--identity-token', 'x'], {}, 'usage/invalid'],
    [
      'half of a Sigstore',
      ['--fulcio-url', 'https://fulcio.example'],
      { SIGSTORE_ID_TOKEN: 'x' },
      'usage/invalid',
    ],
    ['services twice', ['--rekor-url', 'https://r.example', '--signing-config', 'x'], {}, 'usage/invalid'],
    ['a signing config that is not there', ['--signing-config', 'nope.json'], {}, 'source/not-found'],
  ] as const)('with %s ends with 2', async (_name, args, env, code) => {
    const result = await acgs(['sign', 'blob', 'file.txt', ...args], { ...env });
    expect(result.code).toBe(2);
    expect(result.json).toMatchObject({ error: { code } });
  });

  it('with --offline opens no connection but to this machine', async () => {
    const token = ['--identity-token', sigstore.oidc.token()];
    const result = await acgs(['sign', 'blob', 'file.txt', '--offline', ...token], {});
    expect(result.code).toBe(1);
    expect(result.json).toMatchObject({ error: { code: 'network/refused' } });
  });

  it('cannot put a log of version 2 into the form of cosign 2', async () => {
    const result = await acgs(['sign', name, '--format', 'legacy', ...services]);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('holds entries of a log of version 1');
    expect(await attachedTo(name)).toBe(0);
  });
});
