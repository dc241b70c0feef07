import { type Descriptor } from '../../model/descriptor.js';
import { type FetchedManifest } from '../../registry/content.js';
import { parseJsonObject } from '../../registry/bounded-json.js';
import { annotationsOf } from '../../registry/read-manifest.js';
import { type Repository } from '../../registry/repository.js';
import { isAttestation } from '../image-index.js';

/** An image configuration is a few kilobytes. */
const CONFIG_LIMIT = 4 * 1024 * 1024;

/** Platforms whose configuration is read for its date. */
const MOST_PLATFORMS = 40;

/** Reproducible builds date their images 1970 or 1980: that says nothing about their age. */
const OLDEST_TRUE_DATE = Date.UTC(1990, 0, 1);

const CREATED = 'org.opencontainers.image.created';

/**
 * When an image was made: the newest of what index, manifests and configurations of its platforms say (image-spec, `created`).
 * Undefined where one of them does not tell, or tells a date that nobody can have made it at.
 *
 * It is the publisher's word: it keeps a release from being taken before others have had time to look at it, and is no proof of age.
 */
export async function imageCreated(
  repository: Repository,
  { content }: Pick<FetchedManifest, 'content'>,
): Promise<Date | undefined> {
  const said = dateOf(annotationsOf(content)?.[CREATED]);
  if (content.kind === 'manifest')
    return newest([said, await configDate(repository, content.manifest.config)]);
  const platforms = content.index.manifests.filter((entry) => !isAttestation(entry));
  if (platforms.length === 0 || platforms.length > MOST_PLATFORMS) return undefined;
  const dates = [said];
  for (const entry of platforms) {
    const date = dateOf(entry.annotations?.[CREATED]) ?? (await manifestDate(repository, entry));
    if (date === undefined) return undefined;
    dates.push(date);
  }
  return newest(dates);
}

async function manifestDate(repository: Repository, { digest }: Descriptor): Promise<Date | undefined> {
  const { content } = await repository.getManifest(digest);
  return content.kind === 'index' ? undefined : await configDate(repository, content.manifest.config);
}

async function configDate(repository: Repository, config: Descriptor): Promise<Date | undefined> {
  const bytes = await repository.readBlob(config, CONFIG_LIMIT);
  const { created } = parseJsonObject(bytes, `configuration ${config.digest}`);
  return dateOf(typeof created === 'string' ? created : undefined);
}

function dateOf(text: string | undefined): Date | undefined {
  const milliseconds = text === undefined ? Number.NaN : Date.parse(text);
  return milliseconds >= OLDEST_TRUE_DATE ? new Date(milliseconds) : undefined;
}

function newest(dates: readonly (Date | undefined)[]): Date | undefined {
  const known = dates.flatMap((date) => (date === undefined ? [] : [date.getTime()]));
  return known.length === 0 ? undefined : new Date(Math.max(...known));
}
