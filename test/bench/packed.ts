import { join } from 'node:path';
import { bench, projectRoot } from './bench.js';
import { runOk } from './run.js';

/** Packs the CLI that was built, as it would be published, into a folder. Returns the tarball's path. */
export async function packedCli(folder: string): Promise<string> {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const packed = await runOk('npm', pack, {
    cwd: projectRoot,
    env: { PATH: `${join(process.execPath, '..')}:${bench().env['PATH'] ?? process.env['PATH'] ?? ''}` },
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  return join(folder, filename);
}
