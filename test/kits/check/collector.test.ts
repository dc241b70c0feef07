import { describe, expect, it } from 'vitest';
import { collectorFindings } from '../../../src/kits/check/collector/collector.js';

async function messages(text: string): Promise<readonly string[]> {
  const findings = await collectorFindings([{ path: 'collector.yaml', text, format: 'yaml' }]);
  return findings.map(({ line, message }) => `${line ?? 0}: ${message}`);
}

const GOOD = `receivers:
  otlp:
    protocols:
      grpc:
      http:
        endpoint: 0.0.0.0:4318
processors:
  memory_limiter:
    check_interval: 1s
    limit_mib: 400
exporters:
  otlp_grpc/jaeger:
    endpoint: \${env:JAEGER}
    tls:
      insecure: true
    sending_queue:
      queue_size: 100
service:
  pipelines:
    traces:
      receivers: [otlp]
      processors: [memory_limiter]
      exporters: [otlp_grpc/jaeger]
`;

/**
 * The configuration of task 3.1 of ACGS-2's DEVOPS_ACTION_PLAN.md (dislovelhl/acgs2, Apache-2.0), shortened: an exporter that is gone,
 * a port that is taken, no limit.
 */
const OF_THE_PLAN = `receivers:
  otlp:
    protocols:
      grpc: { endpoint: 0.0.0.0:4317 }
processors:
  batch: { timeout: 10s }
exporters:
  prometheus: { endpoint: 0.0.0.0:8888 }
  jaeger: { endpoint: jaeger-collector:14250 }
service:
  pipelines:
    traces: { receivers: [otlp], processors: [batch], exporters: [jaeger] }
    metrics: { receivers: [otlp], processors: [batch], exporters: [prometheus] }
`;

describe('configurations of the collector', () => {
  it('passes a good one, empty settings and the environment included', async () => {
    expect(await messages(GOOD)).toEqual([]);
  });

  it('refuses the form of the plan', async () => {
    expect(await messages(OF_THE_PLAN)).toEqual([
      expect.stringMatching(/^9: exporters\.jaeger: acgs knows no exporter jaeger; it knows .*otlp_grpc/),
      '12: service.pipelines.traces.processors: the first is memory_limiter, or nothing limits the memory',
      '13: service.pipelines.metrics.processors: the first is memory_limiter, or nothing limits the memory',
      "8: exporters.prometheus.endpoint: port 8888 is taken by the collector's own metrics",
    ]);
  });

  it.for([
    ['tls:', 'tsl:', '15: exporters.otlp_grpc/jaeger.tsl: otlp_grpc has no such key'],
    ['queue_size', 'size', '17: exporters.otlp_grpc/jaeger.sending_queue.size: otlp_grpc has no such key'],
    ['limit_mib: 400', 'limit_mib: lots', expect.stringContaining('type "string" is invalid')],
    [
      'check_interval: 1s',
      'check_interval: 1 second',
      expect.stringContaining('memory_limiter.check_interval'),
    ],
    [
      'receivers: [otlp]',
      'receivers: [otlp/2]',
      expect.stringContaining('otlp/2 is not defined in receivers or'),
    ],
    [
      'exporters: [otlp_grpc/jaeger]',
      'exporters: []',
      expect.stringContaining('a pipeline has at least one'),
    ],
    ['    traces:', '    spans:', expect.stringContaining('there is no signal spans')],
    [
      'service:\n',
      'service:\n  extensions: [health_check]\n',
      expect.stringContaining('there is no extension'),
    ],
    ['receivers:\n', 'recievers:\n', expect.stringContaining('a collector has no such section')],
  ] as const)('finds %s → %s', async ([from, to, message]) => {
    expect(await messages(GOOD.replace(from, to))).toContainEqual(message);
  });

  it('finds what is no configuration, and leaves broken YAML to the check of syntax', async () => {
    expect(await messages('[]\n')).toEqual(['1: this is no configuration of a collector']);
    expect(await messages('a: [\n')).toEqual([]);
  });
});
