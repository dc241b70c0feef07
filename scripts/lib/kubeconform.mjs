/**
 * kubeconform, and beside it the strict JSON schemas of Kubernetes, which it would fetch otherwise. They are those of the package
 * itself, not what acgs ships of them: a judge of its own.
 */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetes } from '../kits/schema-sources.mjs';
import { goInstall } from './go.mjs';
import { download, wheelVersion } from './wheel.mjs';

const version = 'v0.8.0';

export const kubeconform = {
  version: `${version}-${wheelVersion(kubernetes.wheel)}`,
  check: ['-v'],
  install: async (folder) => {
    await goInstall('github.com/yannh/kubeconform/cmd/kubeconform', version, folder);
    const unpacked = await download(kubernetes.wheel, folder);
    for (const one of kubernetes.versions) {
      const name = `v${one}.0-local-strict`;
      const to = join(folder, 'schemas', name);
      mkdirSync(to, { recursive: true });
      cpSync(join(unpacked, 'kubernetes_validate/kubernetes-json-schema', name), to, { recursive: true });
      for (const file of readdirSync(to)) makeLocal(join(to, file));
    }
    rmSync(unpacked, { recursive: true });
  },
};

/** The names by which schemas refer to each other are those of a server: it looks beside the file once they are gone. */
function makeLocal(file) {
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  delete schema.$id;
  writeFileSync(file, JSON.stringify(schema).replaceAll('"/api/_definitions.json', '"_definitions.json'));
}
