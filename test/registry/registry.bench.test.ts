import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyImage, type Place } from '../../src/actions/copy.js';
import { EvidenceIn } from '../../src/evidence/stores/evidence-in.js';
import { type Digest } from '../../src/model/digest.js';
import { copyContent } from '../../src/registry/copy.js';
import { importArchive } from '../../src/registry/import-archive.js';
import { Layout } from '../../src/registry/layout.js';
import { type RegistryOptions } from '../../src/registry/options.js';
import { Repository } from '../../src/registry/repository.js';
import { bench } from '../bench/bench.js';
import { type Fault, nth, startFaultProxy } from '../bench/fault-proxy.js';
import { type Registry, startRegistry } from '../bench/registry.js';
import { runOk, runProgram } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { INDEX, MANIFEST, testImage, testReferrer } from './images.js';
import { refusal } from './refusals.js';

const PASSWORD = 'bench password';
const NO_LOG = ['--tlog-upload=false', '--yes'];
const scratch = scratchFolder({ 'predicate.json': '{"a":1}' });
let withApi: Registry;
let plain: Registry;

const crane = async (...args: string[]): Promise<string> => (await runOk(bench().tools.crane, args)).trim();
const cosign = async (version: 2 | 3, ...args: string[]) =>
  await runProgram(bench().tools[`cosign${version}`], args, {
    env: { COSIGN_PASSWORD: PASSWORD, DOCKER_CONFIG: scratch.folder },
    cwd: scratch.folder,
  });
const at = (registry: Registry, name: string): string => `${registry.address}/${name}`;
const place = (reference: string): Place => ({ kind: 'registry', reference });

/** Pushes a two-platform image with acgs; crane then says what is there. */
async function pushImage(registry: Registry, name: string, options: RegistryOptions = {}): Promise<Digest> {
  const image = testImage(name + randomBytes(4).toString('hex'));
  const repository = new Repository(registry.address, name, options);
  for (const { descriptor, bytes } of image.blobs)
    await repository.putBlob(descriptor, () => Readable.from([bytes]));
  for (const { bytes } of image.manifests) await repository.putManifest(bytes, MANIFEST);
  await repository.putManifest(image.root.bytes, INDEX);
  const { digest } = image.root.descriptor;
  await repository.setTag('1.0', digest);
  return digest;
}

beforeAll(async () => {
  withApi = await startRegistry();
  plain = await startRegistry({ referrers: false });
  expect(await cosign(3, 'generate-key-pair')).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await withApi.stop();
  await plain.stop();
  scratch.remove();
});

describe('against a real registry', () => {
  it('what acgs pushes, crane reads by the same digest', async () => {
    for (const registry of [withApi, plain]) {
      const digest = await pushImage(registry, 'judged/push');
      expect(await crane('digest', at(registry, 'judged/push:1.0'))).toBe(digest);
      expect(await crane('ls', at(registry, 'judged/push'))).toBe('1.0');
    }
  });

  it('the probe tells which of the two has the referrers API', async () => {
    const [one, two] = [await pushImage(withApi, 'judged/probe'), await pushImage(plain, 'judged/probe')];
    expect(await new Repository(withApi.address, 'judged/probe').hasReferrersApi(one)).toBe(true);
    expect(await new Repository(plain.address, 'judged/probe').hasReferrersApi(two)).toBe(false);
  });

  it('eight writers at once are all present under the fallback tag', async () => {
    const digest = await pushImage(plain, 'judged/race');
    const writers = await Promise.all(
      Array.from({ length: 8 }, async (_, number) => {
        const repository = new Repository(plain.address, 'judged/race');
        const { descriptor } = await repository.getManifest(digest);
        const { manifest, blobs } = testReferrer(descriptor, `writer ${number}`);
        for (const blob of blobs)
          await repository.putBlob(blob.descriptor, () => Readable.from([blob.bytes]));
        await repository.putManifest(manifest.bytes, MANIFEST);
        await repository.linkReferrers(digest, [manifest.descriptor]);
        return manifest.descriptor.digest;
      }),
    );
    const found = await new Repository(plain.address, 'judged/race').referrersOf(digest);
    expect(found.map(({ descriptor }) => descriptor.digest).sort()).toEqual(writers.sort());
  });
});

describe('a copy with evidence', () => {
  it.each([
    ['with the API to one without', true],
    ['without it to one with it', false],
  ])('signed by cosign 3, from a registry %s, still verifies', async (_what, up) => {
    const [from, to] = up ? [withApi, plain] : [plain, withApi];
    const digest = await pushImage(from, 'signed/three');
    const source = at(from, `signed/three@${digest}`);
    const signing = ['sign', '--key', 'cosign.key', '--use-signing-config=false', ...NO_LOG, source];
    expect(await cosign(3, ...signing)).toMatchObject({ code: 0 });
    const attesting = ['attest', '--key', 'cosign.key', '--use-signing-config=false', ...NO_LOG];
    const predicate = ['--type', 'custom', '--predicate', 'predicate.json'];
    expect(await cosign(3, ...attesting, ...predicate, source)).toMatchObject({ code: 0 });
    await copyImage({ from: place(source), to: [place(at(to, 'prod/three'))] });
    const judge = ['--key', 'cosign.pub', '--insecure-ignore-tlog=true'];
    const copy = at(to, `prod/three@${digest}`);
    expect(await cosign(3, 'verify', ...judge, copy)).toMatchObject({ code: 0 });
    expect(await cosign(3, 'verify-attestation', ...judge, '--type', 'custom', copy)).toMatchObject({
      code: 0,
    });
    const path = join(scratch.folder, `layout-${String(up)}`);
    await copyImage({ from: place(copy), to: [{ kind: 'layout', folder: path }] });
    await copyImage({ from: { kind: 'layout', folder: path }, to: [place(at(from, 'back/three'))] });
    expect(await cosign(3, 'verify', ...judge, at(from, `back/three@${digest}`))).toMatchObject({ code: 0 });
    expect(await crane('digest', at(from, `back/three@${digest}`))).toBe(digest);
  });

  it('signed by cosign 2 still verifies, and cosign’s saved layout is read', async () => {
    const digest = await pushImage(withApi, 'signed/two');
    const source = at(withApi, `signed/two@${digest}`);
    const root = join(scratch.folder, 'trusted_root.json');
    scratch.write({
      'trusted_root.json': JSON.stringify({
        mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
        tlogs: [],
        certificateAuthorities: [],
        ctlogs: [],
        timestampAuthorities: [],
      }),
    });
    expect(await cosign(2, 'sign', '--key', 'cosign.key', ...NO_LOG, source)).toMatchObject({ code: 0 });
    await copyImage({ from: place(source), to: [place(at(plain, 'prod/two'))] });
    const judge = ['--key', 'cosign.pub', '--insecure-ignore-tlog=true', '--trusted-root', root];
    const copy = at(plain, `prod/two@${digest}`);
    expect(await cosign(2, 'verify', ...judge, copy)).toMatchObject({ code: 0 });
    for (const version of [2, 3] as const) {
      const folder = join(scratch.folder, `saved-${version}`);
      expect(await cosign(version, 'save', '--dir', folder, source)).toMatchObject({ code: 0 });
      const layout = await Layout.open(folder);
      const saved = (await layout.image()).descriptor.digest;
      expect(await new EvidenceIn(layout).candidatesOf(saved)).toMatchObject([{ form: 'simple-signing' }]);
    }
  });

  it('is taken out of what docker and crane save', async () => {
    const reference = bench().baseImages['busybox:stable'];
    const archive = (name: string): string => join(scratch.folder, name);
    await runOk(bench().tools.docker, ['pull', '--quiet', reference]);
    await runOk(bench().tools.docker, ['save', '--output', archive('docker.tar'), reference]);
    await crane('pull', '--format=tarball', reference, archive('crane.tar'));
    const wanted = JSON.parse(await crane('config', reference)) as { rootfs: object };
    for (const name of ['docker', 'crane']) {
      const layout = await Layout.init(archive(`from-${name}`));
      const { digest } = await importArchive(archive(`${name}.tar`), layout);
      let { content } = await layout.getManifest(digest);
      if (content.kind === 'index')
        ({ content } = await layout.getManifest(content.index.manifests[0]?.digest ?? ''));
      if (content.kind === 'index') throw new Error('an index of indexes');
      const config = await layout.readBlob(content.manifest.config, 1_000_000);
      expect(JSON.parse(config.toString())).toEqual(wanted);
      for (const layer of content.manifest.layers) expect(await layout.hasBlob(layer)).toBe(true);
    }
  });
});

describe('faults between acgs and a real registry', () => {
  const faults: readonly Fault[] = [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
    { kind: 'half-body' },
    { kind: 'reset' },
    { kind: 'reset-after' },
  ];
  it.each(faults)('at every request in turn ($kind $status) end in the same image', async (fault) => {
    const image = testImage('small', ['amd64']);
    const layout = await Layout.init(
      join(scratch.folder, `faults-${fault.kind}${randomBytes(2).toString('hex')}`),
    );
    for (const { descriptor, bytes } of image.blobs)
      await layout.putBlob(descriptor, () => Readable.from([bytes]));
    for (const { bytes } of image.manifests) await layout.putManifest(bytes, MANIFEST);
    await layout.putManifest(image.root.bytes, INDEX);
    await layout.addRoot(image.root.descriptor);
    const { digest } = image.root.descriptor;
    let requests = 1;
    for (let number = 1; number <= requests; number += 1) {
      await using registry = await startRegistry();
      await using proxy = await startFaultProxy(registry.address, nth(number, fault));
      const sink = new Repository(proxy.address, 'faulty/api');
      await copyContent(layout, sink, digest, { concurrency: 1 });
      await sink.setTag('1.0', digest);
      expect(await crane('digest', at(registry, 'faulty/api:1.0'))).toBe(digest);
      expect(proxy.requests.some((seen) => seen.fault === fault.kind)).toBe(true);
      const layers = await crane('validate', '--fast', '--remote', at(registry, 'faulty/api:1.0'));
      expect(layers).toContain('PASS');
      requests = number === 1 ? proxy.requests.length - 1 : requests;
    }
    expect(requests).toBeGreaterThan(8);
  });

  it('one bit changed in any answer with content is found', async () => {
    const digest = await pushImage(withApi, 'flipped/api');
    let found = 0;
    for (let number = 1; number <= 8; number += 1) {
      await using proxy = await startFaultProxy(
        withApi.address,
        nth(number, { kind: 'flip' }, ({ method }) => method === 'GET'),
      );
      const layout = await Layout.init(join(scratch.folder, `flipped-${number}`));
      const source = new Repository(proxy.address, 'flipped/api');
      const error = await copyContent(source, layout, digest, { referrers: false, concurrency: 1 }).then(
        () => undefined,
        (thrown: unknown) => thrown as { code: string },
      );
      expect(proxy.requests.some(({ fault }) => fault === 'flip')).toBe(true);
      expect(error?.code, `answer ${number}`).toMatch(/^evidence\//);
      found += 1;
    }
    expect(found).toBe(8);
  });
});

describe('TLS', () => {
  const tls = { cert: join(scratch.folder, 'tls.crt'), key: join(scratch.folder, 'tls.key') };
  let secure: Registry;
  beforeAll(async () => {
    await runOk('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-subj', '/CN=registry', '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', tls.key, '-out', tls.cert],
    ]);
    secure = await startRegistry({ tls, user: 'ann:canary-password' });
  });
  afterAll(async () => await secure.stop());
  const account = { username: 'ann', password: 'canary-password' };

  it('is trusted with the CA of --registry-cacert', async () => {
    const digest = await pushImage(secure, 'tls/api', { caCert: tls.cert, ...account });
    expect(digest).toMatch(/^sha256:/);
  });

  it('is refused without it, with what to do', async () => {
    const error = await refusal(
      new Repository(secure.address, 'tls/api', account).getManifest('1.0'),
      'registry/unreachable',
    );
    expect(error.next.join(' ')).toContain('--registry-cacert');
    expect(`${error.message} ${error.next.join(' ')}`).not.toContain('canary');
  });

  it('is not checked with --allow-insecure-registry', async () => {
    const repository = new Repository(secure.address, 'tls/api', { allowInsecure: true, ...account });
    expect((await repository.getManifest('1.0')).content.kind).toBe('index');
  });

  it('with wrong credentials is refused as such', async () => {
    const options = { caCert: tls.cert, username: 'ann', password: 'canary-wrong' };
    const error = await refusal(
      new Repository(secure.address, 'tls/api', options).getManifest('1.0'),
      'registry/unauthorized',
    );
    expect(error.exit).toBe(1);
  });
});
