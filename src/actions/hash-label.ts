import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { HASH_LABEL } from '../model/constitutional-hash.js';
import { type ContentSource, type FetchedManifest } from '../registry/content.js';

/** What an image says of its constitutional hash: a constant label, not a check of any bytes. */
export interface HashLabelOutcome {
  readonly expected: string;
  readonly found?: string;
  readonly met: boolean;
}

const CONFIG_LIMITS = { bytes: 4 * 1024 * 1024, depth: 64 };

/** Compares the label of a platform's config; nothing to say of an index, whose platforms carry it. */
export async function checkHashLabel(
  source: ContentSource,
  { content }: FetchedManifest,
  expected: string,
): Promise<HashLabelOutcome | undefined> {
  if (content.kind === 'index') return undefined;
  const bytes = await source.readBlob(content.manifest.config, CONFIG_LIMITS.bytes);
  const config = asRecord(asRecord(parseBoundedJson(bytes, 'the image config', CONFIG_LIMITS))?.['config']);
  const found = asRecord(config?.['Labels'])?.[HASH_LABEL];
  return { expected, ...(typeof found === 'string' ? { found } : {}), met: found === expected };
}
