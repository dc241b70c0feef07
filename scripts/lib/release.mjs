/** A project's own release archive, pinned by SHA-256; how a tool comes where its makers' releases can be reached. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, which } from './run.mjs';

/** Downloads `url`, compares it with `sha256`, and unpacks the program `name` into `folder/bin`. Rejects on any difference. */
export async function unpackRelease({ url, sha256, name }, folder) {
  if (!which('curl')) throw new Error('no curl to download with');
  const archive = join(folder, 'release.tar.gz');
  await run('curl', ['-fsSL', '--proto', '=https', '--connect-timeout', '5', '--max-time', '600', '-o', archive, url]);
  const found = createHash('sha256').update(readFileSync(archive)).digest('hex');
  if (found !== sha256) throw new Error(`${url}: expected sha256 ${sha256}, got ${found}`);
  mkdirSync(join(folder, 'bin'));
  await run('tar', ['-xzf', archive, '-C', join(folder, 'bin'), name]);
  rmSync(archive);
}
