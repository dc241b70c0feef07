import { expect, it } from 'vitest';
import { scanPredicate } from '../../src/scan/vuln-predicate.js';

it('fills in what Trivy’s cosign-vuln leaves empty', () => {
  const report = { SchemaVersion: 2, Metadata: {} } as const;
  expect(
    scanPredicate({
      report,
      scannerVersion: '0.76.0',
      database: {
        source: 'ghcr.io/x/trivy-db:2',
        version: '2/2026-01-01T00:00:00Z',
        updatedAt: '2026-01-01T00:00:00Z',
      },
      invocation: {
        uri: 'https://ci/1',
        eventId: 'run-1',
        builderId: 'https://acgs.io/cli/builders/local/v1',
      },
      parameters: ['--scanners=vuln'],
      startedOn: '2026-01-02T00:00:00Z',
      finishedOn: '2026-01-02T00:00:01Z',
    }),
  ).toEqual({
    invocation: {
      parameters: ['--scanners=vuln'],
      uri: 'https://ci/1',
      event_id: 'run-1',
      'builder.id': 'https://acgs.io/cli/builders/local/v1',
    },
    scanner: {
      uri: 'pkg:github/aquasecurity/trivy@0.76.0',
      version: '0.76.0',
      db: { uri: 'ghcr.io/x/trivy-db:2', version: '2/2026-01-01T00:00:00Z' },
      result: report,
    },
    metadata: { scanStartedOn: '2026-01-02T00:00:00Z', scanFinishedOn: '2026-01-02T00:00:01Z' },
  });
});
