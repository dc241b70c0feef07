import { expect } from 'vitest';
import { parseHcl, type HclBody } from '../../src/kits/check/hcl/parse-hcl.js';
import { type RenderedFile } from '../../src/kits/rendered-file.js';
import { AcgsError } from '../../src/model/errors.js';
import { EXIT } from '../../src/model/exit-code.js';

/** Texts that would end a value and begin something else, in one format or another. */
export const HOSTILE = [
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
export function tried(render: () => readonly RenderedFile[]): readonly RenderedFile[] | undefined {
  try {
    return render();
  } catch (error) {
    expect(error).toBeInstanceOf(AcgsError);
    expect(error).toMatchObject({ exit: EXIT.usage });
    return undefined;
  }
}

/** What of a file a value may not change: how many lines or which fields it has. */
export function shapeOf({ text, format }: RenderedFile): unknown {
  if (format === 'hcl') return hclShape(parseHcl(text));
  return format === 'yaml' || format === 'json' ? undefined : text.split('\n').length;
}

function hclShape({ attributes, blocks }: HclBody): unknown {
  return [[...attributes.keys()], blocks.map(({ type, labels, body }) => [type, labels, hclShape(body)])];
}
