import { describe, expect, it } from 'vitest';
import { parseAllDocuments, visit } from 'yaml';
import { syntaxFindings } from '../../src/kits/check/syntax.js';
import { type Kit } from '../../src/kits/kit.js';
import { type RenderedFile } from '../../src/kits/rendered-file.js';
import { platformFor } from './acgs2.js';
import { KITS, renderedFiles } from './all-kits.js';
import { HOSTILE, shapeOf, tried } from './hostile-values.js';

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

describe('a hostile answer is refused or quoted', () => {
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
