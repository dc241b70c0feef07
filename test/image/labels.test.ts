import { describe, expect, it } from 'vitest';
import { imageLabels } from '../../src/image/labels.js';
import { digestOf } from '../../src/model/digest.js';

describe('imageLabels', () => {
  it('says what is known, under the keys of OCI and ours', () => {
    expect(
      imageLabels({
        source: 'https://example.com/acme/api',
        revision: 'a'.repeat(40),
        version: '1.2.3',
        createdSeconds: 1_700_000_000,
        base: { name: 'docker.io/library/python:3.13-slim', digest: digestOf('x') },
        constitutionalHash: 'cdd01ef066bc6cf2',
      }),
    ).toEqual({
      'io.acgs.constitutional-hash': 'cdd01ef066bc6cf2',
      'org.opencontainers.image.base.digest': digestOf('x'),
      'org.opencontainers.image.base.name': 'docker.io/library/python:3.13-slim',
      'org.opencontainers.image.created': '2023-11-14T22:13:20Z',
      'org.opencontainers.image.revision': 'a'.repeat(40),
      'org.opencontainers.image.source': 'https://example.com/acme/api',
      'org.opencontainers.image.version': '1.2.3',
    });
  });

  it('leaves out what is not known', () => {
    expect(imageLabels({ createdSeconds: 0, constitutionalHash: false })).toEqual({
      'org.opencontainers.image.created': '1970-01-01T00:00:00Z',
    });
  });
});
