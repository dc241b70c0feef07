import { describe, expect, it } from 'vitest';
import { type Kit } from '../../src/kits/kit.js';
import { manifestSchema } from '../../src/kits/manifest.js';
import { checkAnswers } from '../../src/kits/check-answers.js';
import { renderKit } from '../../src/kits/render-kit.js';
import { platformFor } from './acgs2.js';

function kit(templates: Record<string, string>, file: Record<string, unknown> = {}): Kit {
  const manifest = manifestSchema.parse({
    name: 'sample',
    version: '1.2.0',
    title: 'Sample',
    summary: 'A sample.',
    answers: { replicas: { type: 'integer', minimum: 1, default: 2, description: 'How many.' } },
    files: [{ path: 'deploy/sample.yaml', template: 'a.yaml', format: 'yaml', mode: 'merge', ...file }],
  });
  return { manifest, templates };
}

describe('renderKit', () => {
  it('writes a header with kit, mode and constitutional hash', () => {
    const sample = kit({ 'a.yaml': 'replicas: <%= it.answers.replicas %>\n' });
    const [file] = renderKit(sample, platformFor(), checkAnswers(sample.manifest, {}));
    expect(file?.text).toBe(
      '# acgs: kit=sample@1.2.0 mode=merge constitutional-hash=cdd01ef066bc6cf2\nreplicas: 2\n',
    );
  });

  it('puts the header below the line that names an interpreter', () => {
    const sample = kit(
      { 'a.sh': '#!/bin/sh\necho\n' },
      { template: 'a.sh', format: 'shell', mode: 'managed' },
    );
    const [file] = renderKit(sample, platformFor(), {});
    expect(file?.text).toMatch(/^#!\/bin\/sh\n# acgs: kit=sample@1\.2\.0 mode=managed .*\necho\n$/);
  });

  it('makes a file for each service, and none from a template that renders to nothing', () => {
    const sample = kit(
      { 'a.yaml': '<% if (it.service.metrics) { %>\nport: <%= it.service.port %>\n<% } %>\n' },
      { path: 'deploy/{service}.yaml', each: 'services' },
    );
    const files = renderKit(sample, platformFor(), {});
    expect(files.map(({ path }) => path)).toEqual([
      'deploy/api-gateway.yaml',
      'deploy/agent-bus.yaml',
      'deploy/constitutional-service.yaml',
      'deploy/audit.yaml',
      'deploy/policy-registry.yaml',
    ]);
  });

  it('refuses an answer that the kit does not have, and one out of range', () => {
    const { manifest } = kit({});
    expect(() => checkAnswers(manifest, { replica: 3 })).toThrowError(
      expect.objectContaining({ code: 'config/unknown-key', next: ['did you mean replicas?'] }),
    );
    expect(() => checkAnswers(manifest, { replicas: 0 })).toThrowError(
      expect.objectContaining({ code: 'config/invalid' }),
    );
  });
});
