import fc from 'fast-check';
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { effectiveDocument } from '../../src/config/effective.js';
import { parseConfiguration } from '../../src/config/load.js';
import { arbitraryDocument } from './arbitrary-document.js';

const place = {
  root: '/repo',
  repositoryRoot: '/repo',
  file: '/repo/acgs.yaml',
  name: 'acgs.yaml',
  acgsVersion: '1.0.0',
};

const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

describe('effectiveDocument', () => {
  it('loads to the same configuration again, and holds no absolute path', () => {
    fc.assert(
      fc.property(arbitraryDocument, some(fc.constant(2)), (written, indent) => {
        const first = parseConfiguration(
          stringify(written, { indent: indent ?? 4, aliasDuplicateObjects: false }),
          place,
        );
        const effective = effectiveDocument(first);
        const again = parseConfiguration(stringify(effective, { aliasDuplicateObjects: false }), place);
        expect(again).toEqual(first);
        expect(effectiveDocument(again)).toEqual(effective);
        expect(JSON.parse(JSON.stringify(effective))).toEqual(effective);
        expect(Object.keys(effective)).not.toContain('root');
      }),
      { numRuns: 60 },
    );
  });
});
