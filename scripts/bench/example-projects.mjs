/** Fresh copies of `examples/`, each a repository that was never released, with the bench's base images and a key. */
import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { commitAll, configurationWith, exampleKey, exampleRepository } from '../lib/example-repository.mjs';
import { toolsDir } from '../lib/paths.mjs';
import { passing } from './measure.mjs';

/** The service that looks like `quotes`. */
export const TWIN = 'sayings';

/**
 * @param {{node: string, entry: string, bench: object}} surroundings the Node to run with, bin/run.js, and the engines
 * @returns `fresh()` makes a project; `env` is what acgs and the tools run with; `remove()` deletes all projects
 */
export async function exampleProjects({ node, entry, bench }) {
  const home = join(toolsDir, 'bench');
  mkdirSync(home, { recursive: true });
  const folder = mkdtempSync(join(home, 'run-'));
  const key = await exampleKey(async (args, { cwd, env }) => passing(node, [entry, ...args], { cwd, env }));
  // one cache for all runs: what both sides are spared is the download of the database, nothing else
  const env = {
    ...bench.env,
    PATH: [bench.env.PATH ?? process.env.PATH, dirname(bench.tools.trivy)].join(delimiter),
    COSIGN_PASSWORD: key.password,
    TRIVY_CACHE_DIR: join(folder, 'trivy-cache'),
    ACGS_LAYER_CACHE: join(folder, 'layers'),
    TRIVY_DB_REPOSITORY: bench.trivyDb.repository,
    NO_COLOR: '1',
    CI: '',
    GITHUB_ACTIONS: '',
  };
  let count = 0;
  return {
    env,
    key,
    folder,
    /**
     * @param {{unseen?: boolean, twin?: boolean}} [options] `unseen`: BuildKit has none of its layers, as of a service that is new;
     *   `twin`: with a third service, {@link TWIN}, on the base and dependencies of `quotes`
     * @returns {Promise<{folder: string, config: string, repository: string}>} `repository`: a registry path that is still empty
     */
    async fresh({ unseen = false, twin = false } = {}) {
      count += 1;
      const project = join(folder, `project-${count}`);
      await exampleRepository(project);
      if (unseen) await makeUnseen(project);
      if (twin) await addTwin(project);
      const config = await configurationWith(bench.baseImages, project);
      const repository = `${bench.registryReferrers}/${folder.split('-').at(-1).toLowerCase()}-${count}`;
      return { folder: project, config, repository };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Another service of the same stack, as a repository's services mostly are; only its code differs. */
async function addTwin(project) {
  cpSync(join(project, 'quotes'), join(project, TWIN), { recursive: true });
  appendFileSync(join(project, TWIN, 'quotes/__init__.py'), `\nSERVICE = "${TWIN}"\n`);
  const file = join(project, 'acgs.yaml');
  const document = parseDocument(readFileSync(file, 'utf8'));
  document.setIn(['services', TWIN], { ...document.toJS().services.quotes, context: TWIN });
  writeFileSync(file, String(document));
  await commitAll(project);
}

/** Changes what the layers with the dependencies are made of, and nothing of what they hold. */
async function makeUnseen(project) {
  appendFileSync(join(project, 'quotes/requirements.txt'), `# ${randomUUID()}\n`);
  const manifest = join(project, 'clock/package.json');
  const content = JSON.parse(readFileSync(manifest, 'utf8'));
  writeFileSync(manifest, JSON.stringify({ ...content, description: randomUUID() }, null, 2));
  await commitAll(project);
}
