import { describe, expect, it } from 'vitest';
import { containerProvenance } from '../../src/provenance/container-provenance.js';
import { provenanceProblems } from '../../src/provenance/validate-provenance.js';
import { resourceProblems, statementProblems } from '../../src/provenance/validate-statement.js';
import { buildFacts } from './build-facts.js';

const good = (): Record<string, unknown> =>
  JSON.parse(JSON.stringify(containerProvenance(buildFacts).statement)) as Record<string, unknown>;

/** A good statement with one place changed; undefined removes it. */
function changed(path: string, value: unknown): unknown {
  const statement = good();
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let place = statement;
  for (const key of keys) place = place[key] as Record<string, unknown>;
  place[last] = value;
  return JSON.parse(JSON.stringify(statement));
}

describe('in-toto Statement v1, by the names of in-toto’s own tests', () => {
  it('a good one', () => {
    expect(statementProblems(good())).toEqual([]);
  });

  it.each([
    ['wrong statement type', '_type', 'https://in-toto.io/Statement/v0.1'],
    ['at least one subject required', 'subject', []],
    ['at least one subject required', 'subject', undefined],
    ['subject[0]: at least one digest required', 'subject', [{ name: 'a' }]],
    ['subject[0]: at least one digest required', 'subject', [{ name: 'a', digest: {} }]],
    ['subject[0]: at least one of name, URI, or digest are required', 'subject', [{}]],
    ['predicate type required', 'predicateType', ''],
    ['predicate type required', 'predicateType', undefined],
    ['predicate type is not a URI', 'predicateType', 'slsa provenance'],
    ['predicate object required', 'predicate', undefined],
    ['predicate object required', 'predicate', null],
    ['predicate object required', 'predicate', []],
  ])('%s (%s)', (problem, path, value) => {
    expect(statementProblems(changed(path, value))).toContain(problem);
  });

  it('subject names must be unique', () => {
    const subject = { name: 'a', digest: { sha256: 'a'.repeat(64) } };
    expect(statementProblems(changed('subject', [subject, subject]))).toEqual([
      'subject names must be unique',
    ]);
  });

  it.each([
    [{ sha256: 'A'.repeat(64) }, 'r: digest is not valid hex-encoded string (sha256)'],
    [{ sha256: 'xyz' }, 'r: digest is not valid hex-encoded string (sha256)'],
    [{ sha256: 7 }, 'r: digest is not valid hex-encoded string (sha256)'],
    [{ sha256: 'ab' }, 'r: digest has incorrect length (sha256)'],
    [{ gitCommit: 'a'.repeat(30) }, 'r: digest has incorrect length (gitCommit)'],
  ])('digest %j', (digest, problem) => {
    expect(resourceProblems({ digest }, 'r')).toEqual([problem]);
  });

  it.each([{ gitCommit: 'a'.repeat(40) }, { gitCommit: 'a'.repeat(64) }, { myOwn: 'ab' }])(
    'accepts the digest %j',
    (digest) => {
      expect(resourceProblems({ digest }, 'r')).toEqual([]);
    },
  );
});

describe('SLSA provenance v1', () => {
  const at = (path: string): string => `predicate.${path}`;
  it.each([
    ['wrong predicate type', 'predicateType', 'https://slsa.dev/provenance/v1.0'],
    ['buildDefinition required', at('buildDefinition'), undefined],
    ['buildType required', at('buildDefinition.buildType'), ''],
    ['buildType is not a URI', at('buildDefinition.buildType'), 'container'],
    ['externalParameters required', at('buildDefinition.externalParameters'), {}],
    ['source stands in both parameter objects', at('buildDefinition.internalParameters.source'), 'x'],
    ['resolvedDependencies is not a list', at('buildDefinition.resolvedDependencies'), {}],
    ['runDetails required', at('runDetails'), undefined],
    ['runDetails.builder.id required', at('runDetails.builder.id'), ''],
    ['runDetails.builder.id is not a URI', at('runDetails.builder.id'), 'HTTPS://acgs.io/x'],
    ['builder.version must hold texts', at('runDetails.builder.version'), { acgs: 1 }],
    [
      'startedOn is not an RFC 3339 time in UTC',
      at('runDetails.metadata.startedOn'),
      '2026-01-01T00:00:00+01:00',
    ],
    ['predicate: unknown field acgs', at('acgs'), {}],
    ['buildDefinition: unknown field acgs', at('buildDefinition.acgs'), {}],
    ['runDetails: unknown field acgs', at('runDetails.acgs'), {}],
    ['metadata: unknown field buildkit_x', at('runDetails.metadata.buildkit_x'), 1],
  ])('%s', (problem, path, value) => {
    expect(provenanceProblems(changed(path, value))).toContain(problem);
  });
});
