import { join } from 'node:path';
import { type Updater } from 'tuf-js';
import { AcgsError, messageOf } from '../../model/errors.js';
import { now } from '../../system/clock.js';
import { exists, makeTemporaryDirectory, readBytes, remove, writeFileAtomic } from '../../system/files.js';
import { readTrustedRoot } from '../trusted-root.js';
import { doorFetcher } from './door-fetcher.js';
import {
  cacheFolder,
  type CachedTrust,
  METADATA,
  PUBLIC_MIRROR,
  readCache,
  TARGETS,
  targetFile,
} from './trust-cache.js';

/** A TUF repository, and the root that its owner gave out by another way. */
export interface TrustSource {
  readonly mirror: string;
  /** `root.json`; default: the one of the public instance that acgs carries. */
  readonly root?: Uint8Array;
}

const LIMIT = 5 * 1024 * 1024;
const LIMITS = {
  rootMaxLength: 512_000,
  timestampMaxLength: 16_384,
  snapshotMaxLength: 2_000_000,
  targetsMaxLength: LIMIT,
};

/**
 * Brings the trust material of a mirror up to date: root by root, timestamp, snapshot, targets, each signed by whom the one
 * before names (TUF specification, 5). `tuf-js` works on a copy; the cache is changed only after all of it is verified, so that an
 * attack, an interruption or a full disk leaves what was there.
 * @throws AcgsError `trust/expired` (freeze), `trust/invalid` (rollback, wrong signatures, wrong bytes), `evidence/too-large`, `network/*`
 */
export async function updateTrust({ mirror, root }: TrustSource): Promise<CachedTrust> {
  const folder = cacheFolder(mirror);
  const draft = await makeTemporaryDirectory('acgs-trust-');
  try {
    await seed(draft, folder, root ?? (await embeddedRoot(mirror)));
    await download(draft, mirror);
    readTrustedRoot(await readBytes(targetFile(draft, TARGETS.trustedRoot), LIMIT));
    const files = [
      ...METADATA.map((name) => join(draft, name)),
      ...Object.values(TARGETS).map((name) => targetFile(draft, name)),
    ];
    for (const file of files)
      if (await exists(file))
        await writeFileAtomic(file.replace(draft, folder), await readBytes(file, LIMIT));
    const note = { mirror, updatedOn: now().toISOString() };
    await writeFileAtomic(join(folder, 'updated.json'), `${JSON.stringify(note)}\n`);
  } finally {
    await remove(draft);
  }
  const cached = await readCache(mirror);
  if (cached === undefined)
    throw new AcgsError('internal/bug', 'the trust that was just written is not there');
  return cached;
}

async function embeddedRoot(mirror: string): Promise<Uint8Array> {
  if (mirror !== PUBLIC_MIRROR)
    throw new AcgsError('usage/invalid', `expected --tuf-root beside --tuf-mirror ${mirror}, got none`, {
      next: ['pass the root.json that the owner of the mirror gave you: --tuf-root FILE'],
    });
  const { EMBEDDED_TUF_ROOT } = await import('../embedded-tuf-root.js');
  return Buffer.from(JSON.stringify(EMBEDDED_TUF_ROOT));
}

/** Starts from what was verified before, so that an older repository is seen to be older; the first time from the root given. */
async function seed(draft: string, folder: string, root: Uint8Array): Promise<void> {
  await writeFileAtomic(join(draft, 'root.json'), root);
  for (const name of METADATA)
    if (await exists(join(folder, name)))
      await writeFileAtomic(join(draft, name), await readBytes(join(folder, name), LIMIT));
}

async function download(draft: string, mirror: string): Promise<void> {
  const { Updater } = await import('tuf-js');
  try {
    const updater = new Updater({
      metadataDir: draft,
      metadataBaseUrl: mirror,
      targetDir: draft,
      targetBaseUrl: `${mirror.replace(/\/$/, '')}/targets`,
      fetcher: doorFetcher,
      config: LIMITS,
    });
    await updater.refresh();
    await downloadTarget(updater, draft, TARGETS.trustedRoot, true);
    await downloadTarget(updater, draft, TARGETS.signingConfig, false);
  } catch (error) {
    throw refusal(mirror, error);
  }
}

async function downloadTarget(updater: Updater, draft: string, name: string, needed: boolean): Promise<void> {
  const target = await updater.getTargetInfo(name);
  if (target !== undefined) await updater.downloadTarget(target, targetFile(draft, name));
  else if (needed) throw new AcgsError('trust/invalid', `the repository has no target ${name}`);
}

function refusal(mirror: string, error: unknown): AcgsError {
  if (error instanceof AcgsError) return error;
  const expired = /expired/i.test(messageOf(error));
  return new AcgsError(expired ? 'trust/expired' : 'trust/invalid', `${mirror}: ${messageOf(error)}`, {
    cause: error,
  });
}
