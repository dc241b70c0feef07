import { describe, expect, it } from 'vitest';
import { type Platform } from '../../src/kits/platform.js';
import { ACGS2_YAML, platformFor } from './acgs2.js';
import { KITS, renderedFiles } from './all-kits.js';

/** The same platform, but that each value is found nowhere else. */
const MARKED = ACGS2_YAML.replace('port: 8000', 'port: 48123')
  .replace('metrics: 9090', 'metrics: 48124')
  .replace(
    'health: { ready: /health/ready, live: /health/live }',
    'health: { ready: /is/ready, live: /is/live }',
  );

function texts(platform: Platform): Record<string, string> {
  const files = KITS.flatMap((kit) => renderedFiles(kit, platform));
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

describe('every kit', () => {
  it.each(KITS.map((kit) => [kit.manifest.name, kit] as const))('%s asks no question', (_name, kit) => {
    for (const [name, schema] of Object.entries(kit.manifest.answers)) {
      const { default: value, description } = schema as { default?: unknown; description?: unknown };
      expect(value, `${name} has a default`).toBeDefined();
      expect(description, `${name} has a description`).toMatch(/\S{2}/);
    }
    expect(renderedFiles(kit, platformFor()).length).toBeGreaterThan(0);
  });

  it.each(KITS.map((kit) => [kit.manifest.name, kit] as const))('%s explains itself', (name, kit) => {
    const page = renderedFiles(kit, platformFor()).find(({ path }) => path === `docs/kits/${name}.md`);
    expect(page?.text).toContain(`# `);
  });

  it("has files of its own: no path is two kits'", () => {
    const paths = KITS.flatMap((kit) =>
      renderedFiles(kit, platformFor()).map(({ path }) => path.toLowerCase()),
    );
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });

  it('renders the same bytes again', () => {
    expect(texts(platformFor())).toEqual(texts(platformFor()));
  });
});

describe('one value of acgs.yaml, changed, is followed through every kit', () => {
  const platform = (edit: (yaml: string) => string = (yaml) => yaml): Platform =>
    platformFor(() => edit(MARKED));
  const before = texts(platform());

  it.each([
    ['a port', '48123', '48999', (yaml: string) => yaml.replace('48123', '48999')],
    ['the port of metrics', '48124', '48777', (yaml: string) => yaml.replace('48124', '48777')],
    ['a health path', '/is/ready', '/was/ready', (yaml: string) => yaml.replace('/is/ready', '/was/ready')],
    ['the namespace', 'acgs2-system', 'blue', (yaml: string) => `${yaml}namespace: blue\n`],
    [
      'the hash',
      'cdd01ef066bc6cf2',
      'feedfacefeedface',
      (yaml: string) => `${yaml}constitutionalHash: feedfacefeedface\n`,
    ],
    [
      'registry and repository, and with it who signs',
      'acme/acgs2',
      'other/thing',
      (yaml: string) => yaml.replace('acme/acgs2', 'other/thing'),
    ],
    [
      'the name of a service',
      'agent-bus',
      'agent-van',
      (yaml: string) => yaml.replaceAll('agent-bus', 'agent-van'),
    ],
  ])('%s', (_what, from, to, edit) => {
    const after = texts(platform(edit));
    const wanted = Object.entries(before).map(([path, text]) => [
      path.replaceAll(from, to),
      text.replaceAll(from, to),
    ]);
    expect(after).toEqual(Object.fromEntries(wanted));
    expect(after).not.toEqual(before);
  });

  it('a hash that is turned off stands nowhere', () => {
    const after = texts(platform((yaml) => `${yaml}constitutionalHash: false\n`));
    const left = Object.entries(after).filter(([, text]) =>
      /cdd01ef066bc6cf2|constitutional-hash=/.test(text),
    );
    expect(left.map(([path]) => path)).toEqual([]);
  });
});
