import { describe, expect, it } from 'vitest';
import { readHadolintConfig } from '../../src/dockerfile/hadolint-config.js';

describe('readHadolintConfig', () => {
  it('reads every key', () => {
    expect(
      readHadolintConfig({
        ignored: ['DL3000'],
        override: { error: ['DL3001'], style: ['DL3001', 'DL3002'], ignore: ['DL3003'] },
        trustedRegistries: ['docker.io'],
        'label-schema': { author: 'text', url: 'url' },
        'strict-labels': true,
        'disable-ignore-pragma': true,
        'failure-threshold': 'warning',
        'no-fail': true,
        format: 'sarif',
      }),
    ).toEqual({
      options: {
        ignored: ['DL3000'],
        severities: { DL3001: 'error', DL3002: 'style', DL3003: 'ignore' },
        trustedRegistries: ['docker.io'],
        labelSchema: { author: 'text', url: 'url' },
        strictLabels: true,
        disableIgnorePragma: true,
      },
      failureThreshold: 'warning',
      noFail: true,
      format: 'sarif',
      errors: [],
    });
  });

  it('takes nothing for an empty file, and names what it cannot read', () => {
    expect(readHadolintConfig(null).errors).toEqual([]);
    expect(readHadolintConfig('x').errors).toEqual(['expected a mapping']);
    const { errors } = readHadolintConfig({
      ignore: [],
      ignored: 'DL3000',
      'label-schema': { a: 'colour' },
      'failure-threshold': 'high',
      'no-fail': 1,
    });
    expect(errors).toHaveLength(5);
  });
});
