import { type ReleaseReport, type ServiceReport } from '../../../src/model/release-report.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

/** One service that was released and verified. */
export function sampleService(more: Partial<ServiceReport> = {}): ServiceReport {
  return {
    name: 'api',
    image: `api@${DIGEST}`,
    digest: DIGEST,
    platforms: ['linux/amd64'],
    tags: [],
    references: [],
    steps: [
      { id: 'build', status: 'passed', reason: 'there is no earlier result', durationMs: 12_300 },
      { id: 'push', status: 'skipped', reason: 'local release (no --push)', durationMs: 0 },
    ],
    evidence: [
      {
        kind: 'scan',
        predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1',
        digest: `sha256:${'b'.repeat(64)}`,
        subject: DIGEST,
        file: 'dist/release/api/scan.sigstore.json',
      },
    ],
    scan: { counts: { HIGH: 0, LOW: 6 }, blocking: [] },
    gate: { refused: false, reasons: [] },
    verification: {
      verified: true,
      from: `dist/release/api/image@${DIGEST}`,
      signer: 'cosign.key',
      checked: ['signature'],
    },
    warnings: [],
    budgets: [],
    howToVerify: [
      { title: 'With acgs', command: 'acgs verify --layout dist/release/api/image --key cosign.pub' },
      { title: 'With cosign 3', command: 'cosign verify --key a\ncosign verify-attestation --key a' },
    ],
    ...more,
  };
}

/** A release that passed. */
export function sampleReport(more: Partial<ReleaseReport> = {}): ReleaseReport {
  return {
    schemaVersion: 1,
    runId: 'run-1',
    status: 'passed',
    version: '1.2.3',
    signed: true,
    source: { commit: 'c'.repeat(40), dirty: false, repository: null, ref: 'refs/heads/main' },
    services: [sampleService()],
    tools: { trivy: '0.76.0' },
    startedOn: '2026-01-02T03:04:05Z',
    finishedOn: '2026-01-02T03:05:05Z',
    ...more,
  };
}
