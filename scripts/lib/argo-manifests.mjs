/** What Argo CD and Argo Rollouts release to be applied, out of their Go modules: kits patch it by its address, and never have it. */
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { customResources } from '../kits/schema-sources.mjs';
import { goModuleFolder } from './go.mjs';

const manifests = {
  'argo-cd.yaml': { module: 'github.com/argoproj/argo-cd/v3', file: 'manifests/ha/install.yaml' },
  'argo-rollouts.yaml': { module: 'github.com/argoproj/argo-rollouts', file: 'manifests/install.yaml' },
};
const versionOf = (wanted) => customResources.find(({ module }) => module === wanted).version;

/** Prints the folder that they lie in. */
const launcher = '#!/bin/sh\ndirname "$(dirname "$(readlink -f "$0")")"\n';

export const argoManifests = {
  version: Object.values(manifests)
    .map(({ module }) => versionOf(module))
    .join('-'),
  check: [],
  install: async (folder) => {
    for (const [name, { module, file }] of Object.entries(manifests))
      copyFileSync(join(await goModuleFolder(module, versionOf(module)), file), join(folder, name));
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/argo-manifests'), launcher);
    chmodSync(join(folder, 'bin/argo-manifests'), 0o755);
  },
};
