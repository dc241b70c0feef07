import { describe, expect, it } from 'vitest';
import { parseAllDocuments, visit } from 'yaml';
import { kubernetesFindings } from '../../src/kits/check/kubernetes.js';
import { parseHcl, type HclBody } from '../../src/kits/check/hcl/parse-hcl.js';
import { syntaxFindings } from '../../src/kits/check/syntax.js';
import { type Kit } from '../../src/kits/kit.js';
import { type Platform } from '../../src/kits/platform.js';
import { type RenderedFile } from '../../src/kits/rendered-file.js';
import { AcgsError } from '../../src/model/errors.js';
import { EXIT } from '../../src/model/exit-code.js';
import { platformFor } from './acgs2.js';
import { KITS, renderedFiles } from './all-kits.js';

const HOSTILE = [
  '"; rm -rf /PWNED; "',
  "'; PWNED; '",
  'a\nPWNED: true',
  'a\r\nPWNED',
  '$(PWNED)',
  '`PWNED`',
  '${PWNED}',
  '${{ secrets.PWNED }}',
  '{{ .PWNED }}',
  '%{ if PWNED }',
  '# PWNED',
  'a: PWNED',
  '- PWNED',
  '&a PWNED',
  '*PWNED',
  '!!js/function PWNED',
  '] PWNED [',
  '} PWNED {',
  '"""PWNED"""',
  '<%= PWNED %>',
  '<script>PWNED</script>',
  '[PWNED](javascript:x)',
  '../../PWNED',
  '-PWNED',
  'PWNED\u0000',
  'PWNED\u2028x',
  '\\"PWNED',
];

/** The files, or nothing where the value was refused as a mistake of the user. */
function tried(render: () => readonly RenderedFile[]): readonly RenderedFile[] | undefined {
  try {
    return render();
  } catch (error) {
    expect(error).toBeInstanceOf(AcgsError);
    expect(error).toMatchObject({ exit: EXIT.usage });
    return undefined;
  }
}

/** What of a file a value may not change: how many lines or which fields it has. */
function shapeOf({ text, format }: RenderedFile): unknown {
  if (format === 'hcl') return hclShape(parseHcl(text));
  return format === 'yaml' || format === 'json' ? undefined : text.split('\n').length;
}

function hclShape({ attributes, blocks }: HclBody): unknown {
  return [[...attributes.keys()], blocks.map(({ type, labels, body }) => [type, labels, hclShape(body)])];
}

function expectHarmless(files: readonly RenderedFile[], plain: readonly RenderedFile[], value: string): void {
  for (const file of files) {
    const like = plain.find(({ path }) => path === file.path);
    if (like?.text === file.text) continue;
    expect(syntaxFindings(file), file.path).toEqual([]);
    if (like !== undefined) expect(shapeOf(file), file.path).toEqual(shapeOf(like));
    if (file.format !== 'yaml' && file.format !== 'json') continue;
    for (const scalar of scalarsWith(file.text, 'PWNED')) expect(scalar, file.path).toContain(value);
  }
}

/** Values and keys that hold a text. */
function scalarsWith(text: string, marker: string): readonly string[] {
  const found: string[] = [];
  const documents = parseAllDocuments(text, { version: '1.2' });
  for (const document of Array.isArray(documents) ? documents : [])
    visit(document, {
      Scalar: (_key, { value }) => {
        if (typeof value === 'string' && value.includes(marker)) found.push(value);
      },
    });
  return found;
}

interface AnswerSchema {
  readonly type?: unknown;
  readonly items?: AnswerSchema;
  readonly additionalProperties?: unknown;
}

/** Answers of a kit with a hostile text in one place: as the value, an item, a key or below one. */
function poisoned({ manifest }: Kit, value: string): readonly Readonly<Record<string, unknown>>[] {
  return Object.entries(manifest.answers).flatMap(
    ([name, schema]): readonly Readonly<Record<string, unknown>>[] => {
      const { type } = schema as AnswerSchema;
      if (type === 'array') return [{ [name]: [value] }, { [name]: [{ name: value }] }];
      if (type === 'object')
        return [
          { [name]: { [value]: 'x' } },
          { [name]: { 'api-gateway': value } },
          { [name]: { cpu: value } },
        ];
      return [{ [name]: value }];
    },
  );
}

describe('a hostile answer is refused or quoted', { timeout: 60_000 }, () => {
  it.each(KITS.map((kit) => [kit.manifest.name, kit] as const))('%s', (_name, kit) => {
    const platform = platformFor();
    const plain = renderedFiles(kit, platform);
    for (const value of HOSTILE)
      for (const answers of poisoned(kit, value)) {
        const files = tried(() => renderedFiles(kit, platform, answers));
        if (files !== undefined) expectHarmless(files, plain, value);
      }
  });
});

/** Places of acgs.yaml that kits read, as JSON would write a text there. */
const PLACES: readonly [string, (yaml: string, value: string) => string][] = [
  ['project', (yaml, value) => yaml.replace('project: acgs2', `project: ${value}`)],
  ['registry', (yaml, value) => yaml.replace('registry: ghcr.io/acme/acgs2', `registry: ${value}`)],
  ['namespace', (yaml, value) => `${yaml}namespace: ${value}\n`],
  ['hash', (yaml, value) => `${yaml}constitutionalHash: ${value}\n`],
  ['context', (yaml, value) => yaml.replace('context: enhanced_agent_bus', `context: ${value}`)],
  [
    'dockerfile',
    (yaml, value) => yaml.replace('context: enhanced_agent_bus', `context: x\n    dockerfile: ${value}`),
  ],
  ['image', (yaml, value) => yaml.replace('context: enhanced_agent_bus', `context: x\n    image: ${value}`)],
  ['health', (yaml, value) => yaml.replace('health: tcp', `health: ${value}`)],
  ['metrics', (yaml, value) => yaml.replace('metrics: 9090', `metrics: ${value}`)],
  ['calls', (yaml, value) => yaml.replace("'redis:6379'", value)],
  ['service', (yaml, value) => yaml.replace('  search-platform:', `  ${value}:`)],
  ['key', (yaml, value) => `${yaml}sign:\n  key: ${value}\n`],
  [
    'identity',
    (yaml, value) =>
      `${yaml}verify:\n  identity:\n    certificateIdentity: ${value}\n    certificateOidcIssuer: https://issuer.test\n`,
  ],
];

describe('a hostile value of acgs.yaml is refused or quoted', { timeout: 60_000 }, () => {
  const files = KITS.flatMap((kit) => renderedFiles(kit, platformFor()));
  const plain = new Map(files.map((file) => [file.path, file]));

  it.each(PLACES)('%s', (_place, edit) => {
    const values = [...HOSTILE, ...HOSTILE.map((value) => `/${value}`), '/PWNED;x|y&z<w>{q}#', 'x/PWNED;y'];
    for (const value of values) {
      let platform: Platform | undefined;
      try {
        platform = platformFor((yaml) => edit(yaml, JSON.stringify(value)));
      } catch (error) {
        expect(error).toMatchObject({ exit: EXIT.usage });
        continue;
      }
      const given = platform;
      for (const kit of KITS)
        for (const file of tried(() => renderedFiles(kit, given)) ?? []) {
          const like = plain.get(file.path);
          if (like?.text === file.text) continue;
          expect(syntaxFindings(file), `${file.path} ${value}`).toEqual([]);
          const isCode = file.format === 'hcl' || file.format === 'shell';
          if (like !== undefined && isCode) expect(shapeOf(file), file.path).toEqual(shapeOf(like));
        }
    }
  });

  it.each(['true', 'no', 'y', 'null', 'e1', 'on'])('a service called %s stays a name', async (name) => {
    const platform = platformFor((yaml) => yaml.replaceAll('agent-bus', `'${name}'`));
    for (const kit of KITS)
      for (const file of renderedFiles(kit, platform).filter(({ format }) => format === 'yaml'))
        expect((await kubernetesFindings(file)).findings, file.path).toEqual([]);
  });
});
