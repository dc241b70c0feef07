import { describe, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { containerProvenance } from '../../src/provenance/container-provenance.js';
import { provenanceProblems } from '../../src/provenance/validate-provenance.js';
import { buildFacts, COMMIT, digest } from './build-facts.js';

describe('provenance of a container build', () => {
  it('has exactly this form', () => {
    expect(containerProvenance(buildFacts).statement).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        { name: `pkg:oci/api@${digest('a')}`, digest: { sha256: 'a'.repeat(64) } },
        { name: `pkg:oci/api@${digest('b')}`, digest: { sha256: 'b'.repeat(64) } },
      ],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType: 'https://acgs.io/cli/buildtypes/container/v1',
          externalParameters: {
            source: { repository: 'https://github.com/acme/api', ref: 'refs/heads/main' },
            context: 'services/api',
            dockerfile: 'services/api/Dockerfile',
            target: '',
            buildArgs: { VERSION: '1.2.3' },
            buildContexts: {},
            platforms: ['linux/amd64'],
            secrets: ['npmrc'],
          },
          internalParameters: {
            sourceDateEpoch: '1767225600',
            workTree: {
              state: 'clean',
              revision: 'f'.repeat(40),
              changed: [],
              changedCount: 0,
              ignored: [],
              ignoredCount: 0,
            },
          },
          resolvedDependencies: [
            { uri: 'git+https://github.com/acme/api@refs/heads/main', digest: { gitCommit: COMMIT } },
            { uri: 'https://example.com/tool.tar.gz', digest: { sha256: 'd'.repeat(64) } },
            {
              name: 'python:3.13-slim',
              uri: 'pkg:docker/python@3.13-slim',
              digest: { sha256: 'c'.repeat(64) },
            },
          ],
        },
        runDetails: {
          builder: {
            id: 'https://acgs.io/cli/builders/local/v1',
            version: { acgs: '0.1.0', buildx: '0.29.1', docker: '28.5.2' },
          },
          metadata: {
            invocationId: 'urn:uuid:00000000-0000-4000-8000-000000000000',
            startedOn: '2026-01-01T00:00:00Z',
            finishedOn: '2026-01-01T00:00:09Z',
          },
          byproducts: [{ name: 'build.log', digest: { sha256: 'e'.repeat(64) }, mediaType: 'text/plain' }],
        },
      },
    });
  });

  it('carries the constitutional hash where there is one, among what the builder set', () => {
    const { statement } = containerProvenance({ ...buildFacts, constitutionalHash: 'feedfacefeedface' });
    expect(statement.predicate.buildDefinition.internalParameters.constitutionalHash).toBe(
      'feedfacefeedface',
    );
    expect(provenanceProblems(statement)).toEqual([]);
  });

  it('never says a SLSA level: that is established by whoever verifies', () => {
    expect(JSON.stringify(containerProvenance(buildFacts).statement)).not.toMatch(/SLSA_BUILD|level/i);
  });

  it('hides the values of build arguments that look like secrets, and names them', () => {
    const buildArgs = {
      NPM_TOKEN: 'canary-1',
      PLAIN: 'ghp_0123456789abcdefghijCANARY2',
      MIRROR: 'https://user:canary3@example.com/simple',
      VERSION: '1',
    };
    const { statement, redacted } = containerProvenance({ ...buildFacts, buildArgs });
    expect(redacted).toEqual(['MIRROR', 'NPM_TOKEN', 'PLAIN']);
    expect(JSON.stringify(statement)).not.toMatch(/canary/i);
    expect(statement.predicate.buildDefinition.externalParameters.buildArgs['VERSION']).toBe('1');
  });

  it('says that the tree was dirty, and which git-ignored files could be built in', () => {
    const ignored = Array.from({ length: 1200 }, (_, index) => `node_modules/${index}`);
    const source = { ...buildFacts.source, dirty: true, changed: ['b', 'a'], ignored };
    const { workTree } = containerProvenance({ ...buildFacts, source }).statement.predicate.buildDefinition
      .internalParameters;
    expect(workTree).toMatchObject({
      state: 'dirty',
      changed: ['a', 'b'],
      changedCount: 2,
      ignoredCount: 1200,
    });
    expect(workTree.ignored).toHaveLength(500);
  });

  it('without a commit names no source, and says so', () => {
    const source = { dirty: false, changed: [], ignored: [] };
    const { buildDefinition } = containerProvenance({ ...buildFacts, source }).statement.predicate;
    expect(buildDefinition.internalParameters.workTree.state).toBe('no-commit');
    expect(JSON.stringify(buildDefinition.resolvedDependencies)).not.toContain('gitCommit');
  });

  it.each(['0123456', '0'.repeat(40), 'main', ''])(
    'refuses the commit "%s": it names no source',
    (commit) => {
      const facts = { ...buildFacts, source: { ...buildFacts.source, commit } };
      expect(() => containerProvenance(facts)).toThrow(expect.objectContaining({ code: 'source/not-git' }));
    },
  );

  it.each(['https://user:pw@github.com/acme/api', 'https://github.com/acme/api?token=x', '/home/me/api'])(
    'refuses the repository "%s": it would publish what is not public',
    (repository) => {
      const facts = { ...buildFacts, source: { ...buildFacts.source, repository } };
      expect(() => containerProvenance(facts)).toThrow(AcgsError);
    },
  );

  it('keeps two materials of one name with other digests, and drops those without a digest', () => {
    const materials = [
      { uri: 'pkg:docker/a@1', digest: { sha256: '1'.repeat(64) } },
      { uri: 'pkg:docker/a@1', digest: { sha256: '2'.repeat(64) } },
      { uri: 'pkg:docker/nothing@1', digest: {} },
    ];
    const { resolvedDependencies } = containerProvenance({ ...buildFacts, materials }).statement.predicate
      .buildDefinition;
    expect(resolvedDependencies.filter(({ uri }) => uri === 'pkg:docker/a@1')).toHaveLength(2);
    expect(JSON.stringify(resolvedDependencies)).not.toContain('nothing');
  });

  it.each([
    ['registry.example.com:5000/acme/base:1.0', 'pkg:docker/registry.example.com:5000/acme/base@1.0'],
    ['python', 'pkg:docker/python@latest'],
    [`python@${digest('c')}`, 'pkg:docker/python'],
  ])('writes the base %s as %s', (name, purl) => {
    const facts = { ...buildFacts, bases: [{ name, digest: digest('c') }], materials: [] };
    const { resolvedDependencies } = containerProvenance(facts).statement.predicate.buildDefinition;
    expect(resolvedDependencies[1]?.uri).toBe(purl);
  });

  it('is valid for slsa-verifier: no field that the specification does not know', () => {
    expect(provenanceProblems(containerProvenance(buildFacts).statement)).toEqual([]);
  });
});
