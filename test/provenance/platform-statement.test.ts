import { describe, expect, it } from 'vitest';
import { platformStatement } from '../../src/provenance/platform-statement.js';
import { digest } from './build-facts.js';

describe('evidence about one platform', () => {
  it('is one statement with two subjects, the index and the platform', () => {
    const about = { image: 'ghcr.io/Acme/API', index: digest('a'), manifest: digest('b') };
    expect(platformStatement('cyclonedx', about, { bomFormat: 'CycloneDX' })).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        { name: `pkg:oci/api@${digest('a')}`, digest: { sha256: 'a'.repeat(64) } },
        { name: `pkg:oci/api@${digest('b')}`, digest: { sha256: 'b'.repeat(64) } },
      ],
      predicateType: 'https://cyclonedx.org/bom',
      predicate: { bomFormat: 'CycloneDX' },
    });
  });

  it.each([
    ['spdx', 'https://spdx.dev/Document'],
    ['vuln', 'https://cosign.sigstore.dev/attestation/vuln/v1'],
  ] as const)('%s has the type that cosign knows it by', (type, uri) => {
    const about = { image: 'api', index: digest('a'), manifest: digest('b') };
    expect(platformStatement(type, about, {}).predicateType).toBe(uri);
  });

  it('names a subject once when a single manifest is the image', () => {
    const about = { image: 'api', index: digest('a'), manifest: digest('a') };
    expect(platformStatement('spdx', about, {}).subject).toHaveLength(1);
  });
});
