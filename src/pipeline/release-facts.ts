import { durationMs } from '../config/duration.js';
import { formatPlatform } from '../model/platform.js';
import { type BudgetReport, type EvidenceReport, type VerificationReport } from '../model/release-report.js';
import { type FrozenRelease, thawRelease } from './frozen-release.js';
import { howToVerify } from './how-to-verify.js';
import { type Frozen } from './journal-lines.js';
import { type RunRecord } from './outcome.js';
import { type Outputs } from './outputs.js';
import { type ReportFacts, type ServiceFacts } from './report.js';
import { attest } from './steps/attest.js';
import { build } from './steps/build.js';
import { gate } from './steps/gate.js';
import { push } from './steps/push.js';
import { scan } from './steps/scan.js';
import { sign } from './steps/sign.js';
import { tag } from './steps/tag.js';
import { verify } from './steps/verify.js';

/** The parts of the frozen configuration that a report needs. */
interface ReportedConfiguration {
  readonly services?: Readonly<Record<string, { readonly image?: string }>>;
  readonly sigstore?: { readonly trustedRoot?: string };
  readonly budgets?: Readonly<Record<'build' | 'scan' | 'test', string>>;
}

/** The product's part of a report, from the journal alone: a past run's report is made in the same way. */
export function releaseFacts(frozen: Frozen, record: RunRecord): ReportFacts {
  const thawed = thawRelease(frozen);
  const configuration = (frozen.config ?? {}) as ReportedConfiguration;
  return {
    signed: record.outcomes.some(({ key, output }) => key.step === sign.id && output !== undefined),
    source: { commit: thawed.commit, dirty: thawed.dirty, repository: thawed.repository, ref: thawed.ref },
    service: (name, outputs) => serviceFacts(name, outputs, thawed, configuration),
  };
}

function serviceFacts(
  name: string,
  outputs: Outputs,
  thawed: FrozenRelease,
  configuration: ReportedConfiguration,
): ServiceFacts {
  const built = outputs.of(build);
  const pushed = outputs.of(push);
  const tagged = outputs.of(tag);
  const decided = outputs.of(gate);
  const repository = configuration.services?.[name]?.image ?? name;
  const first = pushed?.repositories[0];
  const digest = first?.digest ?? built?.subject ?? '';
  const image =
    first === undefined
      ? digest === ''
        ? repository
        : `${repository}@${digest}`
      : `${first.repository}@${digest}`;
  return {
    image,
    digest,
    platforms: (built?.artifact.platforms ?? []).map(({ platform }) => formatPlatform(platform)),
    tags: [...new Set((tagged?.tags ?? []).map((one) => one.tag))],
    references: (pushed?.repositories ?? []).map((one) => `${one.repository}@${one.digest}`),
    evidence: evidenceOf(outputs, `${thawed.output}/${name}`),
    scan: { counts: decided?.counts ?? {}, blocking: decided?.blocking ?? [] },
    gate: { refused: decided?.refused ?? false, reasons: decided?.reasons ?? [] },
    verification: verificationOf(outputs),
    warnings: warningsOf(outputs),
    budgets: budgetsOf(outputs, configuration),
    howToVerify: howToVerify({
      references: (pushed?.repositories ?? []).map((one) => `${one.repository}@${one.digest}`),
      layout: built?.artifact.layout,
      digest,
      output: thawed.output,
      folder: `${thawed.output}/${name}`,
      signed: outputs.of(sign) !== undefined,
      identity: outputs.of(sign)?.identity,
      trustedRoot: configuration.sigstore?.trustedRoot,
      attestations: outputs.of(attest)?.attestations ?? [],
    }),
  };
}

function evidenceOf(outputs: Outputs, folder: string): EvidenceReport[] {
  const referenceOf = (manifest: string): { reference: string } | object => {
    const [first] = outputs.of(push)?.repositories ?? [];
    return first === undefined ? {} : { reference: `${first.repository}@${manifest}` };
  };
  const signatures = (outputs.of(sign)?.signatures ?? []).map(({ subject, predicateType, manifest }) => ({
    ...{ kind: 'signature' as const, predicateType, digest: manifest, subject },
    ...referenceOf(manifest),
  }));
  const attestations = (outputs.of(attest)?.attestations ?? []).flatMap(
    ({ kind, predicateType, attached, file }) =>
      attached.map(({ subject, manifest }) => ({
        ...{ kind, predicateType, digest: manifest, subject, file: `${folder}/${file.name}` },
        ...referenceOf(manifest),
      })),
  );
  return [...signatures, ...attestations];
}

function verificationOf(outputs: Outputs): VerificationReport | null {
  const verification = outputs.of(verify);
  if (verification === undefined) {
    const failed = outputs.outcomes(verify).some(({ status }) => status === 'failed');
    return failed ? { verified: false, from: '', signer: '', checked: [] } : null;
  }
  const { places, signer, slsa } = verification;
  return {
    verified: true,
    from: places.map(({ from }) => from).join(', '),
    signer,
    slsa,
    checked: places[0]?.checked ?? [],
  };
}

function warningsOf(outputs: Outputs): string[] {
  const scans = [...outputs.byPlatform(scan).values()].flatMap(({ warnings }) => warnings);
  return [
    ...new Set([...(outputs.of(build)?.warnings ?? []), ...scans, ...(outputs.of(gate)?.warnings ?? [])]),
  ];
}

function budgetsOf(outputs: Outputs, { budgets }: ReportedConfiguration): BudgetReport[] {
  if (budgets === undefined) return [];
  const built = outputs.of(build);
  const times = {
    build: built?.durationMs,
    scan: Math.max(0, ...outputs.outcomes(scan).map(({ durationMs: took }) => took)) || undefined,
    test: built?.testDurationMs,
  };
  return (['build', 'scan', 'test'] as const).flatMap((name) => {
    const tookMs = times[name];
    if (tookMs === undefined) return [];
    const limitMs = durationMs(budgets[name], `budgets.${name}`);
    return [{ name, limitMs, tookMs, exceeded: tookMs > limitMs }];
  });
}
