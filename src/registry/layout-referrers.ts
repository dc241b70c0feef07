import { join } from 'node:path';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, isDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { isIndexType, isManifestType } from '../model/media-types.js';
import { entriesOf, exists, factsOf } from '../system/files.js';
import { type FetchedManifest, type FoundReferrer } from './content.js';
import { annotationsOf, subjectOf } from './read-manifest.js';
import { limitReferrers } from './referrers.js';

/** Larger files are no manifests of referrers, and are not looked into. */
const SCANNED_SIZE = 256 * 1024;
/** Most files looked into. */
const SCANNED_FILES = 10_000;

interface ManifestReader {
  findManifest(tagOrDigest: string): Promise<FetchedManifest | undefined>;
}

/** What in a layout says `subject` of itself. */
export class LayoutReferrers {
  /** Subjects of manifests; a digest's content never changes. */
  private readonly subjects = new Map<Digest, Digest | undefined>();
  private scanned: Promise<readonly { subject: Digest; descriptor: Descriptor }[]> | undefined;

  constructor(
    private readonly folder: string,
    private readonly reader: ManifestReader,
  ) {}

  /** The subject that an entry's manifest names; nothing for images and for what is no manifest. */
  async subjectOf(descriptor: Descriptor): Promise<Digest | undefined> {
    const { digest, mediaType } = descriptor;
    if (!isIndexType(mediaType) && !isManifestType(mediaType)) return undefined;
    if (!this.subjects.has(digest)) {
      const found = await this.reader.findManifest(digest);
      if (found === undefined) return undefined;
      this.subjects.set(digest, subjectOf(found.content)?.digest);
    }
    return this.subjects.get(digest);
  }

  /**
   * Entries of `index.json` about a subject. Where it lists none, all small blobs are looked through, because
   * `cosign save` writes referrers without listing them.
   */
  async of(subject: Digest, entries: readonly Descriptor[]): Promise<FoundReferrer[]> {
    const listed: Descriptor[] = [];
    for (const entry of entries) if ((await this.subjectOf(entry)) === subject) listed.push(entry);
    const found = listed.length > 0 ? listed : await this.unlisted(subject);
    limitReferrers(found.length, `${this.folder} ${subject}`);
    return found.map((descriptor) => ({ store: 'layout' as const, descriptor }));
  }

  private async unlisted(subject: Digest): Promise<Descriptor[]> {
    this.scanned ??= this.scan();
    return (await this.scanned)
      .filter((found) => found.subject === subject)
      .map(({ descriptor }) => descriptor);
  }

  private async scan(): Promise<{ subject: Digest; descriptor: Descriptor }[]> {
    const folder = join(this.folder, 'blobs', 'sha256');
    if (!(await exists(folder))) return [];
    const names = (await entriesOf(folder)).filter((entry) => entry.isFile()).map(({ name }) => name);
    const found: { subject: Digest; descriptor: Descriptor }[] = [];
    for (const name of names.slice(0, SCANNED_FILES)) {
      const digest = `sha256:${name}`;
      const facts = await factsOf(join(folder, name));
      if (!isDigest(digest) || facts === undefined || facts.size > SCANNED_SIZE) continue;
      const manifest = await this.reader.findManifest(digest).catch((error: unknown) => {
        // Configs and layers are no manifests; damaged ones are found by whoever reads them by their name.
        if (error instanceof AcgsError && error.code.startsWith('evidence/')) return undefined;
        throw error;
      });
      const subject = manifest === undefined ? undefined : subjectOf(manifest.content)?.digest;
      if (manifest === undefined || subject === undefined) continue;
      const annotations = annotationsOf(manifest.content);
      found.push({
        subject,
        descriptor: { ...manifest.descriptor, ...(annotations === undefined ? {} : { annotations }) },
      });
    }
    return found;
  }
}
