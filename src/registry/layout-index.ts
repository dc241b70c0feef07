import { join } from 'node:path';
import { type Descriptor } from '../model/descriptor.js';
import { AcgsError } from '../model/errors.js';
import { OCI_INDEX } from '../model/media-types.js';
import { factsOf, readBytes, realPath, writeFileAtomic } from '../system/files.js';
import { isObject, type JsonObject, parseJsonObject } from './bounded-json.js';
import { MANIFEST_LIMIT } from './limits.js';
import { readDescriptor } from './read-manifest.js';

/** Annotation by which a layout's entry has a tag (image-spec, annotations.md). */
export const REF_NAME = 'org.opencontainers.image.ref.name';

/** An entry of `index.json`: read, and as it was written (unknown fields are kept). */
export interface LayoutEntry {
  readonly descriptor: Descriptor;
  readonly raw: JsonObject;
}

/** Changes of one folder's `index.json` come one after the other, whoever in this process makes them. */
const turns = new Map<string, Promise<unknown>>();

/** The `index.json` of a layout (image-spec, image-layout.md). */
export class LayoutIndex {
  constructor(private readonly folder: string) {}

  /** @throws AcgsError `source/not-found` where there is no layout, `evidence/invalid` */
  async entries(): Promise<LayoutEntry[]> {
    const path = join(this.folder, 'index.json');
    if ((await factsOf(path)) === undefined)
      throw new AcgsError('source/not-found', `${this.folder} is no OCI layout: it has no index.json`, {
        next: ['name the folder that `acgs build` or `acgs copy` wrote, e.g. dist/release/<service>/image'],
      });
    const document = parseJsonObject(await readBytes(path, MANIFEST_LIMIT), path);
    const list = document['manifests'] ?? [];
    if (document['schemaVersion'] !== 2 || !Array.isArray(list))
      throw new AcgsError('evidence/invalid', `${path}: expected an image index of schemaVersion 2`);
    return list.map((item: unknown) => {
      if (!isObject(item)) throw new AcgsError('evidence/invalid', `${path}: an entry is no descriptor`);
      return { descriptor: readDescriptor(item, path), raw: item };
    });
  }

  /** Reads, changes and writes the entries; nothing is written when nothing changed. */
  async update(
    change: (entries: readonly LayoutEntry[]) => Promise<readonly LayoutEntry[]> | readonly LayoutEntry[],
  ): Promise<void> {
    const key = await realPath(this.folder);
    const turn = (turns.get(key) ?? Promise.resolve()).then(async () => {
      const before = await this.entries();
      const text = textOf(await change(before));
      if (text !== textOf(before)) await writeFileAtomic(join(this.folder, 'index.json'), text);
    });
    turns.set(
      key,
      turn.catch(() => undefined),
    );
    await turn;
  }

  /** Writes an empty list. */
  async create(): Promise<void> {
    await writeFileAtomic(join(this.folder, 'index.json'), textOf([]));
  }
}

/** An entry for a descriptor. */
export function entryOf(descriptor: Descriptor): LayoutEntry {
  return { descriptor, raw: { ...descriptor } };
}

/** The entry with another tag, or with none. */
export function retagged(entry: LayoutEntry, tag: string | undefined): LayoutEntry {
  const { [REF_NAME]: _former, ...others } = entry.descriptor.annotations ?? {};
  const annotations = tag === undefined ? others : { ...others, [REF_NAME]: tag };
  const { annotations: _annotations, ...descriptor } = entry.descriptor;
  const { annotations: _raw, ...raw } = entry.raw;
  const extra = Object.keys(annotations).length === 0 ? {} : { annotations };
  return { descriptor: { ...descriptor, ...extra }, raw: { ...raw, ...extra } };
}

function textOf(entries: readonly LayoutEntry[]): string {
  return JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: entries.map(({ raw }) => raw) });
}
