import { type Digest } from '../../model/digest.js';
import { allDone, BoundedWork } from '../../registry/bounded-work.js';
import { type ContentSource, type FetchedManifest } from '../../registry/content.js';
import { Layout } from '../../registry/layout.js';
import { subjectOf } from '../../registry/read-manifest.js';
import { LEGACY_SUFFIXES, type LegacySuffix, legacyTag } from '../cosign/legacy-tags.js';
import { type EvidenceStore } from '../evidence-reader.js';

/** A manifest that is attached to an image, from whichever store. Nothing in it has been believed. */
export interface AttachedManifest {
  readonly store: EvidenceStore;
  readonly subject: Digest;
  readonly manifest: FetchedManifest;
  /** Tag that it was found under, in the legacy store. */
  readonly tag?: string;
}

/** Manifests asked for at once. */
const WIDTH = 6;
/** How `cosign save` marks what it stores beside the image (cosign, pkg/oci/layout/write.go). */
const SAVED_KINDS: Readonly<Record<string, LegacySuffix>> = {
  'dev.cosignproject.cosign/sigs': 'sig',
  'dev.cosignproject.cosign/atts': 'att',
};

/** What of cosign's legacy tags may hold signatures or attestations; `.sbom` is neither. */
export const SIGNED_SUFFIXES = ['sig', 'att'] as const satisfies readonly LegacySuffix[];

/**
 * Everything attached to an image in one place, merged over referrers API, fallback tag, cosign's legacy tags and the
 * entries that `cosign save` writes into a layout; each manifest once, without judging it. A referrer whose own
 * manifest names another subject is left out (rules of trust 3).
 * @param suffixes legacy tags to look at; each costs a request
 * @throws AcgsError `evidence/tampered`, `evidence/too-large` (1,000 referrers), `registry/*`
 */
export async function listEvidence(
  source: ContentSource,
  subject: Digest,
  suffixes: readonly LegacySuffix[] = LEGACY_SUFFIXES,
): Promise<AttachedManifest[]> {
  const [referrers, tagged, saved] = await allDone([
    referrersOf(source, subject),
    legacyOf(source, subject, suffixes),
    savedByCosign(source, subject),
  ]);
  const seen = new Set<Digest>();
  return [...(referrers ?? []), ...(tagged ?? []), ...(saved ?? [])].filter(({ manifest }) => {
    const { digest } = manifest.descriptor;
    return seen.has(digest) ? false : seen.add(digest);
  });
}

async function referrersOf(source: ContentSource, subject: Digest): Promise<AttachedManifest[]> {
  const work = new BoundedWork(WIDTH);
  const found = await source.referrersOf(subject);
  const attached = await allDone(
    found.map(({ store, descriptor }) =>
      work.run(async () => ({ store, subject, manifest: await source.getManifest(descriptor.digest) })),
    ),
  );
  return attached.filter(({ manifest }) => subjectOf(manifest.content)?.digest === subject);
}

async function legacyOf(
  source: ContentSource,
  subject: Digest,
  suffixes: readonly LegacySuffix[],
): Promise<AttachedManifest[]> {
  const found = await allDone(
    suffixes.map(async (suffix) => {
      const tag = legacyTag(subject, suffix);
      const manifest = await source.findManifest(tag);
      return manifest === undefined ? [] : [{ store: 'legacy-tag' as const, subject, manifest, tag }];
    }),
  );
  return found.flat();
}

async function savedByCosign(source: ContentSource, subject: Digest): Promise<AttachedManifest[]> {
  if (!(source instanceof Layout)) return [];
  const entries = await source.entries();
  const saved = entries.filter(({ annotations }) => SAVED_KINDS[annotations?.['kind'] ?? ''] !== undefined);
  if (saved.length === 0) return [];
  // cosign saves one image a folder and does not say whose signatures these are: they are that image's.
  const images = await source.images();
  if (images.length !== 1 || images[0]?.digest !== subject) return [];
  return await allDone(
    saved.map(async (entry) => ({
      store: 'layout' as const,
      subject,
      manifest: await source.getManifest(entry.digest),
      tag: legacyTag(subject, SAVED_KINDS[entry.annotations?.['kind'] ?? ''] ?? 'sig'),
    })),
  );
}
