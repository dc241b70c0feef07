import { describe, expect, it } from 'vitest';
import { slsaLevel } from '../../src/actions/slsa-level.js';
import { PREDICATE } from '../../src/model/predicate-types.js';
import { STATEMENT_V1 } from '../../src/model/statement.js';
import { BUILDERS } from '../../src/provenance/builders.js';
import { type CertificateSummary } from '../../src/verification/certificate-summary.js';
import { RESULT_MEDIA_TYPE, type VerificationResult } from '../../src/verification/result.js';

const COMMIT = '1'.repeat(40);
const RUN = 'https://github.com/acme/api/actions/runs/42/attempts/1';
const WORKFLOW = 'acme/api/.github/workflows/release.yml@refs/heads/main';
const BUILDER = 'acme/api/.github/workflows/slsa-release.yml@refs/heads/main';
const CERTIFIED: CertificateSummary['extensions'] = {
  issuer: 'https://token.actions.githubusercontent.com',
  runnerEnvironment: 'github-hosted',
  sourceRepositoryURI: 'https://github.com/acme/api',
  sourceRepositoryRef: 'refs/heads/main',
  sourceRepositoryDigest: COMMIT,
  buildConfigURI: `https://github.com/${WORKFLOW}`,
  buildSignerURI: `https://github.com/${BUILDER}`,
  runInvocationURI: RUN,
};

function predicate(
  bend: { builder?: string; repository?: string; commit?: string; run?: string; workflow?: string } = {},
) {
  return {
    buildDefinition: {
      externalParameters: {
        source: { repository: bend.repository ?? 'https://github.com/acme/api', ref: 'refs/heads/main' },
      },
      internalParameters: { github: { workflow_ref: bend.workflow ?? WORKFLOW } },
      resolvedDependencies: [{ name: 'source', digest: { gitCommit: bend.commit ?? COMMIT } }],
    },
    runDetails: {
      builder: { id: bend.builder ?? BUILDERS['github-actions-job'].id },
      metadata: { invocationId: bend.run ?? RUN },
    },
  };
}

function result(
  of: unknown,
  extensions?: CertificateSummary['extensions'],
  predicateType: string = PREDICATE.slsaProvenance1,
): VerificationResult {
  const certificate = {
    certificateIssuer: 'O=sigstore.dev',
    subjectAlternativeName: `https://github.com/${WORKFLOW}`,
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2026-01-01T00:10:00Z',
  };
  return {
    mediaType: RESULT_MEDIA_TYPE,
    statement: { _type: STATEMENT_V1, subject: [], predicateType, predicate: of },
    signature: extensions === undefined ? {} : { certificate: { ...certificate, extensions } },
    verifiedTimestamps: [],
    logEntries: [],
  };
}

describe('the SLSA build level', () => {
  it('is 2 where a hosted job signed, and its certificate says what the provenance says', () => {
    expect(slsaLevel([result(predicate(), CERTIFIED)])).toMatchObject({ level: 2 });
  });

  it('is 2 where the builder is the workflow that the authority certified, and says which one', () => {
    const builder = `https://github.com/${BUILDER}`;
    expect(slsaLevel([result(predicate({ builder }), CERTIFIED)])).toMatchObject({
      level: 2,
      why: expect.stringContaining(`the builder, ${builder}`) as string,
    });
  });

  it('is the best of several statements, and 0 without provenance', () => {
    const all = [result({}, CERTIFIED), result(predicate(), CERTIFIED), result(predicate())];
    expect(slsaLevel(all).level).toBe(2);
    expect(slsaLevel([result(predicate(), CERTIFIED, PREDICATE.cyclonedx)])).toEqual({
      level: 0,
      why: 'no provenance',
    });
    expect(slsaLevel([])).toEqual({ level: 0, why: 'no provenance' });
  });

  it.each([
    ['a key signed', result(predicate()), 'signed with a key'],
    [
      'the builder runs anywhere',
      result(predicate({ builder: BUILDERS.local.id }), CERTIFIED),
      'runs anywhere',
    ],
    [
      'the builder is a workflow that did not sign',
      result(predicate({ builder: `https://github.com/${WORKFLOW}` }), CERTIFIED),
      `does not name the builder, https://github.com/${WORKFLOW}`,
    ],
    [
      'the runner of the certified workflow is the user’s',
      result(predicate({ builder: `https://github.com/${BUILDER}` }), {
        ...CERTIFIED,
        runnerEnvironment: 'self-hosted',
      }),
      'self-hosted',
    ],
    [
      'the runner is the user’s',
      result(predicate(), { ...CERTIFIED, runnerEnvironment: 'self-hosted' }),
      'self-hosted',
    ],
    [
      'the repository is another',
      result(predicate({ repository: 'https://github.com/evil/api' }), CERTIFIED),
      'repository',
    ],
    ['the commit is another', result(predicate({ commit: '2'.repeat(40) }), CERTIFIED), 'commit'],
    ['the run is another', result(predicate({ run: `${RUN}0` }), CERTIFIED), 'run'],
    ['the workflow is another', result(predicate({ workflow: 'acme/api/x@y' }), CERTIFIED), 'workflow'],
    ['the certificate does not say the ref', result(predicate(), without('sourceRepositoryRef')), 'ref'],
    [
      'the predicate says nothing',
      result({ runDetails: predicate().runDetails }, CERTIFIED),
      'repository, ref, commit',
    ],
  ])('is 1 where %s', (_name, evidence, why) => {
    expect(slsaLevel([evidence])).toMatchObject({ level: 1, why: expect.stringContaining(why) as string });
  });
});

function without(name: keyof CertificateSummary['extensions']): CertificateSummary['extensions'] {
  return Object.fromEntries(Object.entries(CERTIFIED).filter(([key]) => key !== name));
}
