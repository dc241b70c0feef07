import { asRecord } from '../model/bounded-json.js';
import { PREDICATE } from '../model/predicate-types.js';
import { BUILDERS } from '../provenance/builders.js';
import { type CertificateSummary } from '../verification/certificate-summary.js';
import { type VerificationResult } from '../verification/result.js';

/** The SLSA build level that evidence establishes, and what holds it down. */
export interface SlsaLevel {
  readonly level: 0 | 1 | 2;
  readonly why: string;
}

/** What stands in the certificate of a job on the system's own, fresh machine. */
const HOSTED: Readonly<Record<string, string>> = {
  [BUILDERS['github-actions-job'].id]: 'github-hosted',
  [BUILDERS['gitlab-job'].id]: 'gitlab-hosted',
};

/**
 * The SLSA build level of verified provenance (docs/builders/): what the provenance says of source and run must be what the
 * authority certified, or it is only the word of whoever ran the build.
 */
export function slsaLevel(evidence: readonly VerificationResult[]): SlsaLevel {
  const levels = evidence
    .filter(({ statement }) => statement?.predicateType === PREDICATE.slsaProvenance1)
    .map(({ statement, signature }) => levelOf(statement?.predicate, signature.certificate));
  return levels.reduce((best, one) => (one.level > best.level ? one : best), {
    level: 0,
    why: 'no provenance',
  });
}

function levelOf(predicate: unknown, certificate: CertificateSummary | undefined): SlsaLevel {
  if (certificate === undefined)
    return { level: 1, why: 'provenance made and signed with a key by whoever ran the build' };
  const run = path(predicate, 'runDetails');
  const builder = path(run, 'builder', 'id');
  const { extensions } = certificate;
  const hosted = typeof builder === 'string' ? hostedRunner(builder, extensions) : undefined;
  if (hosted === undefined)
    return {
      level: 1,
      why:
        builder === BUILDERS.local.id
          ? 'provenance of a builder that runs anywhere, signed by whoever ran it'
          : `the certificate does not name the builder, ${String(builder)}`,
    };
  if (extensions.runnerEnvironment !== hosted.runner)
    return {
      level: 1,
      why: `the certificate does not say that the job ran on a hosted runner, but ${extensions.runnerEnvironment ?? 'nothing about the runner'}`,
    };
  const different = differences(predicate, extensions);
  if (different.length > 0)
    return { level: 1, why: `provenance and certificate differ in ${different.join(', ')}` };
  return {
    level: 2,
    why: `built by a job on a hosted runner; source, workflow and run are those of the certificate${
      hosted.workflow ? `, and so is the builder, ${String(builder)}` : ''
    }`,
  };
}

/**
 * What the certificate of a builder's job must say of its runner. A builder is one of ours, or the workflow that the authority
 * certified (`builder.id` as GitHub's own provenance has it). Whether that workflow keeps signing apart from building is nothing that
 * evidence says: level 3 is for whoever knows it.
 */
function hostedRunner(
  builder: string,
  { buildSignerURI }: CertificateSummary['extensions'],
): { readonly runner: string; readonly workflow: boolean } | undefined {
  const own = HOSTED[builder];
  if (own !== undefined) return { runner: own, workflow: false };
  return builder === buildSignerURI ? { runner: 'github-hosted', workflow: true } : undefined;
}

/** Names of what the provenance says otherwise than the certificate, or does not say. */
function differences(predicate: unknown, certified: CertificateSummary['extensions']): string[] {
  const definition = path(predicate, 'buildDefinition');
  const source = path(definition, 'externalParameters', 'source');
  const workflow = path(definition, 'internalParameters', 'github', 'workflow_ref');
  const pairs: readonly (readonly [string, unknown, string | undefined])[] = [
    ['repository', path(source, 'repository'), certified.sourceRepositoryURI],
    ['ref', path(source, 'ref'), certified.sourceRepositoryRef],
    ['commit', commitOf(definition), certified.sourceRepositoryDigest],
    ['run', path(predicate, 'runDetails', 'metadata', 'invocationId'), certified.runInvocationURI],
    ...(workflow === undefined
      ? []
      : [
          [
            'workflow',
            `${originOf(certified.sourceRepositoryURI)}/${String(workflow)}`,
            certified.buildConfigURI,
          ] as const,
        ]),
  ];
  return pairs.filter(([, said, wanted]) => wanted === undefined || said !== wanted).map(([name]) => name);
}

function commitOf(definition: unknown): unknown {
  const dependencies = path(definition, 'resolvedDependencies');
  if (!Array.isArray(dependencies)) return undefined;
  return dependencies.map((one) => path(one, 'digest', 'gitCommit')).find((commit) => commit !== undefined);
}

function originOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : '';
}

function path(value: unknown, ...steps: readonly string[]): unknown {
  return steps.reduce<unknown>((inner, step) => asRecord(inner)?.[step], value);
}
