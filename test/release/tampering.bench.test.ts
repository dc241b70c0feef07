import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startFaultProxy } from '../bench/fault-proxy.js';
import { startRegistry } from '../bench/registry.js';
import { scratchFolder } from '../bench/scratch.js';
import { type Project, project } from './project.js';

const REQUIRED = [
  '--key',
  'cosign.pub',
  '--recursive',
  '--require',
  'signature,slsaprovenance1,cyclonedx,spdx,vuln',
];

interface Descriptor {
  readonly digest: string;
  readonly mediaType: string;
}
interface Content {
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly subject?: Descriptor;
}

/** What each blob of an image is, by the hex of its digest, found by walking from the roots. */
function kindsOf(roots: readonly Descriptor[], read: (hex: string) => Buffer): Map<string, string> {
  const kinds = new Map<string, string>();
  const hexOf = ({ digest }: Descriptor): string => digest.slice('sha256:'.length);
  const visit = (descriptor: Descriptor): void => {
    const hex = hexOf(descriptor);
    const content = JSON.parse(read(hex).toString()) as Content;
    const evidence = content.subject !== undefined;
    kinds.set(hex, evidence ? 'evidence manifest' : content.manifests ? 'index' : 'manifest');
    content.manifests?.forEach(visit);
    if (content.config) kinds.set(hexOf(content.config), evidence ? 'evidence config' : 'config');
    content.layers?.forEach((layer) => kinds.set(hexOf(layer), evidence ? 'evidence' : 'layer'));
  };
  roots.forEach(visit);
  return kinds;
}

/** Changes one bit in the middle of a file while `work` runs. */
async function whileFlipped<T>(file: string, work: () => Promise<T>): Promise<T> {
  const whole = readFileSync(file);
  const bent = Buffer.from(whole);
  const at = Math.floor(bent.length / 2);
  bent.writeUInt8(bent.readUInt8(at) ^ 1, at);
  writeFileSync(file, bent);
  try {
    return await work();
  } finally {
    writeFileSync(file, whole);
  }
}

async function expectRefused(it: Project, args: readonly string[], hex: string, kind: string): Promise<void> {
  const result = await it.acgs(['verify', ...REQUIRED, '--json', ...args]);
  expect(result.code, `${kind} ${hex}: ${result.stderr}`).toBe(4);
  expect(result.stdout + result.stderr, kind).toContain(hex);
  expect(result.stderr, kind).not.toMatch(/^\s+at .*[(:]\d+/m);
}

test('one bit in any blob of the layout: exit 4, and it is named', async () => {
  using it = await project();
  const released = await it.release(['--key', 'cosign.key']);
  expect(released.code, released.stderr).toBe(0);
  const layout = join(it.folder, 'dist/release/api/image');
  const blob = (hex: string): string => join(layout, 'blobs/sha256', hex);
  const untouched = await it.acgs(['verify', ...REQUIRED, '--layout', layout]);
  expect(untouched.code, untouched.stderr).toBe(0);
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as {
    manifests: Descriptor[];
  };
  const kinds = kindsOf(manifests, (hex) => readFileSync(blob(hex)));
  expect([...kinds.keys()].sort()).toEqual(readdirSync(join(layout, 'blobs/sha256')).sort());
  expect(new Set(kinds.values())).toEqual(
    new Set(['index', 'manifest', 'config', 'layer', 'evidence manifest', 'evidence config', 'evidence']),
  );
  for (const [hex, kind] of kinds)
    await whileFlipped(blob(hex), async () => {
      await expectRefused(it, ['--layout', layout], hex, kind);
    });
  expect((await it.acgs(['verify', ...REQUIRED, '--layout', layout])).code).toBe(0);
});

test('one bit in a manifest or in evidence of the registry: exit 4; with --deep in any blob', async () => {
  using storage = scratchFolder();
  await using registry = await startRegistry({ directory: storage.folder });
  await using proxy = await startFaultProxy(registry.address);
  using it = await project();
  const released = await it.release(['--push', '--key', 'cosign.key', '--registry', `${proxy.address}/team`]);
  expect(released.code, released.stderr).toBe(0);
  const [service] = released.report.services;
  const image = service?.image ?? '';
  const files = new Map(
    readdirSync(storage.folder, { recursive: true })
      .map((name) => join(storage.folder, String(name)))
      .filter((path) => statSync(path).isFile())
      .map((path) => [/[0-9a-f]{64}$/.exec(path)?.[0] ?? path, path]),
  );
  const layout = join(it.folder, 'dist/release/api/image');
  const { manifests } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as {
    manifests: Descriptor[];
  };
  const kinds = kindsOf(manifests, (hex) => readFileSync(join(layout, 'blobs/sha256', hex)));
  expect([...kinds.keys()].filter((hex) => files.has(hex)).length).toBeGreaterThan(0);
  for (const [hex, kind] of kinds) {
    const deep = ['config', 'layer', 'evidence config'].includes(kind);
    const refused = () => expectRefused(it, [...(deep ? ['--deep'] : []), image], hex, kind);
    const file = files.get(hex);
    if (file !== undefined) await whileFlipped(file, refused);
    else {
      // The registry keeps manifests in memory: those are changed on the way.
      proxy.script(({ method, path }) =>
        method === 'GET' && path.includes(hex) && !path.includes('/referrers/')
          ? { kind: 'flip' }
          : undefined,
      );
      await refused();
      proxy.script(() => undefined);
    }
  }
  const whole = await it.acgs(['verify', ...REQUIRED, '--deep', image]);
  expect(whole.code, whole.stderr).toBe(0);
});
