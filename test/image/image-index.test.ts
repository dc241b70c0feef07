import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeIndex, isAttestation } from '../../src/image/image-index.js';
import { digestOf } from '../../src/model/digest.js';
import { OCI_MANIFEST } from '../../src/model/media-types.js';

const platformArbitrary = fc.record(
  {
    os: fc.constantFrom('linux', 'windows'),
    architecture: fc.constantFrom('amd64', 'arm64', 'arm', 's390x'),
    variant: fc.constantFrom('v6', 'v7', 'v8'),
  },
  { requiredKeys: ['os', 'architecture'] },
);
const manifestsArbitrary = fc.uniqueArray(platformArbitrary, {
  minLength: 1,
  selector: (p) => JSON.stringify([p.os, p.architecture, p.variant]),
});
const manifestOf = (platform: { os: string; architecture: string; variant?: string }) => ({
  platform,
  descriptor: { mediaType: OCI_MANIFEST, digest: digestOf(JSON.stringify(platform)), size: 1 },
});

describe('composeIndex', () => {
  it('gives the same bytes whatever the order of platforms and annotations', () => {
    fc.assert(
      fc.property(manifestsArbitrary, fc.dictionary(fc.string(), fc.string()), (platforms, annotations) => {
        const manifests = platforms.map(manifestOf);
        const one = composeIndex(manifests, annotations);
        const two = composeIndex(
          [...manifests].reverse(),
          Object.fromEntries(Object.entries(annotations).reverse()),
        );
        expect(JSON.stringify(two)).toBe(JSON.stringify(one));
        expect(one.manifests).toHaveLength(platforms.length);
      }),
    );
  });

  it('carries neither foreign annotations of an entry nor its name', () => {
    const { descriptor, platform } = manifestOf({ os: 'linux', architecture: 'amd64' });
    const named = { ...descriptor, annotations: { 'org.opencontainers.image.ref.name': 'latest' } };
    expect(composeIndex([{ descriptor: named, platform }], {})).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ mediaType: OCI_MANIFEST, digest: descriptor.digest, size: 1, platform }],
    });
  });

  it('refuses no image, two of one platform, and Docker’s own manifest type', () => {
    const one = manifestOf({ os: 'linux', architecture: 'amd64' });
    expect(() => composeIndex([], {})).toThrow(/no image/);
    expect(() => composeIndex([one, one], {})).toThrow(/two images for linux\/amd64/);
    const docker = { ...one.descriptor, mediaType: 'application/vnd.docker.distribution.manifest.v2+json' };
    expect(() => composeIndex([{ ...one, descriptor: docker }], {})).toThrow(/expected a manifest of type/);
  });
});

describe('isAttestation', () => {
  const descriptor = { mediaType: OCI_MANIFEST, digest: digestOf('x'), size: 1 };
  it.each([
    [{ ...descriptor, annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }, true],
    [{ ...descriptor, artifactType: 'application/vnd.docker.attestation.manifest.v1+json' }, true],
    [{ ...descriptor, platform: { os: 'unknown', architecture: 'unknown' } }, true],
    [{ ...descriptor, platform: { os: 'linux', architecture: 'amd64' } }, false],
    [descriptor, false],
  ])('%#', (entry, expected) => {
    expect(isAttestation(entry)).toBe(expected);
  });
});
