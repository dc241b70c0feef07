import { setTimeout as sleep } from 'node:timers/promises';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, hexOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { OCI_INDEX } from '../model/media-types.js';
import { monotonic } from '../system/clock.js';
import { isObject, type JsonObject, parseJsonObject } from './bounded-json.js';
import { CONFLICT, fetchManifest, storeManifest } from './manifests.js';
import { limitReferrers } from './referrers.js';
import { readDescriptor } from './read-manifest.js';
import { type Repository } from './repository.js';

/** The tag under which registries without a referrers API keep the list of referrers (distribution-spec, "Referrers Tag Schema"). */
export function fallbackTag(subject: Digest): string {
  return `sha256-${hexOf(subject)}`;
}

/** Rounds of read, merge, write, look again, before giving up: eight writers at once need about as many. */
const ROUNDS = 60;
/** How long a list must stay as we want it before we believe that no slower writer will undo it. */
const QUIET_MS = 400;

interface Listing {
  readonly entries: readonly JsonObject[];
  readonly etag: string | undefined;
  readonly exists: boolean;
}

/** The index under the fallback tag: anyone may rewrite it at any time, and most registries have no conditional write. */
export class FallbackIndex {
  /** Our own writers of one list wait for each other; only those of other processes race. */
  private readonly queues = new Map<Digest, Promise<unknown>>();

  constructor(private readonly repository: Repository) {}

  /** @throws AcgsError `evidence/invalid` when the tag holds something else than an index */
  async read(subject: Digest): Promise<Descriptor[]> {
    const { entries } = await this.list(subject);
    return entries.map((entry) => readDescriptor(entry, this.nameOf(subject)));
  }

  /**
   * Adds full descriptors and returns once they stay: read, merge, write (conditionally where the registry gives an
   * ETag), look again after a pause. Entries seen meanwhile and lost to a race are put back too, so that writers
   * heal each other. Foreign entries are kept as they are, unknown fields included.
   * @throws AcgsError `registry/protocol` if others keep undoing it
   */
  async add(subject: Digest, referrers: readonly Descriptor[]): Promise<void> {
    const turn = (this.queues.get(subject) ?? Promise.resolve()).then(async () => {
      await this.settle(subject, referrers);
    });
    this.queues.set(
      subject,
      turn.catch(() => undefined),
    );
    await turn;
  }

  private async settle(subject: Digest, referrers: readonly Descriptor[]): Promise<void> {
    const wanted = new Map<string, JsonObject>(referrers.map((item) => [item.digest, { ...item }]));
    const own = new Set(wanted.keys());
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = monotonic();
      const { entries, etag, exists } = await this.list(subject);
      const present = new Map(entries.map((entry) => [String(entry['digest']), entry]));
      for (const [digest, entry] of present) if (!own.has(digest)) wanted.set(digest, entry);
      const complete = [...wanted].every(([digest, entry]) =>
        same(present.get(digest), entry, own.has(digest)),
      );
      if (complete) {
        if (await this.staysQuiet(subject, own, monotonic() - started, round)) return;
        continue;
      }
      const merged = [...new Map([...present, ...wanted]).values()];
      limitReferrers(merged.length, `${this.repository.name}@${subject}`);
      const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: merged };
      const condition: Record<string, string> = exists
        ? etag === undefined
          ? {}
          : { 'if-match': etag }
        : {};
      const outcome = await storeManifest(
        this.repository,
        fallbackTag(subject),
        Buffer.from(JSON.stringify(index)),
        OCI_INDEX,
        condition,
      );
      if (outcome === CONFLICT || round > 0) await sleep(Math.random() * Math.min(1_000, 60 * (round + 1)));
    }
    throw new AcgsError(
      'registry/protocol',
      `the list of referrers ${this.nameOf(subject)} is rewritten by others again and again`,
      { next: ['wait until other signing jobs for this image have ended, then run the same command again'] },
    );
  }

  /** Looks twice more, over a time in which a writer that read before we wrote must have written. */
  private async staysQuiet(
    subject: Digest,
    own: ReadonlySet<string>,
    readMs: number,
    round: number,
  ): Promise<boolean> {
    // Nothing was written by us: the list was complete when we came.
    if (round === 0) return true;
    const pause = Math.max(QUIET_MS, 4 * readMs) * (0.75 + Math.random() / 2);
    for (let look = 0; look < 2; look += 1) {
      await sleep(pause / 2);
      const present = new Set((await this.list(subject)).entries.map((entry) => String(entry['digest'])));
      if (![...own].every((digest) => present.has(digest))) return false;
    }
    return true;
  }

  private nameOf(subject: Digest): string {
    return `${this.repository.name}:${fallbackTag(subject)}`;
  }

  private async list(subject: Digest): Promise<Listing> {
    const found = await fetchManifest(this.repository, fallbackTag(subject));
    if (found === undefined) return { entries: [], etag: undefined, exists: false };
    const what = this.nameOf(subject);
    if (found.manifest.content.kind !== 'index')
      throw new AcgsError('evidence/invalid', `${what}: expected an index of referrers, got a manifest`);
    const { manifests } = parseJsonObject(found.manifest.bytes, what);
    const entries = Array.isArray(manifests) ? manifests.filter((entry) => isObject(entry)) : [];
    limitReferrers(entries.length, `${this.repository.name}@${subject}`);
    return { entries, etag: found.etag, exists: true };
  }
}

/** Whether an entry stands in the list: our own in full (others write them without annotations), foreign ones by digest. */
function same(present: JsonObject | undefined, wanted: JsonObject, own: boolean): boolean {
  if (present === undefined) return false;
  return !own || JSON.stringify(sorted(present)) === JSON.stringify(sorted(wanted));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return names.map((name) => [name, sorted(value[name])]);
}
