import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { platformOf } from '../../../src/actions/kit/platform-of.js';
import { parseConfiguration } from '../../../src/config/load.js';
import { bench, benchEnv } from '../../bench/bench.js';
import { type Forge, type ForgeEvent } from '../../bench/github/forge.js';
import { quickService } from '../../bench/image.js';
import { packedCli } from '../../bench/packed.js';
import { startRegistry } from '../../bench/registry.js';
import { runAcgs } from '../../bench/run.js';
import { scratchFolder, type ScratchRepository, scratchRepository } from '../../bench/scratch.js';
import { rendered } from '../acgs2.js';

const PASSWORD = 'correct horse battery';
const REPOSITORY = 'acme/api';

/** A repository on a simulated GitHub: a service, acgs.yaml and the rendered workflows, tagged v1.2.3. */
export interface ReleasedRepository extends AsyncDisposable {
  readonly repository: ScratchRepository;
  /** `127.0.0.1:PORT` of a registry that wants the name and password of `secrets`. */
  readonly registry: string;
  readonly publicKey: string;
  /** A run of its own for an event, with the machines of the bench. */
  forge(event: ForgeEvent, more?: Partial<Forge>): Forge;
  /** The push of the tag. */
  tagged(): Promise<ForgeEvent>;
}

interface RepositoryOptions {
  /** Changes the rendered files, by path. */
  readonly edit?: (files: Record<string, string>) => Record<string, string>;
  readonly service?: Readonly<Record<string, string>>;
  /** Lines of acgs.yaml that say who signs; with the key of `publicKey` unless given. */
  readonly trust?: string;
  /** Further files, committed. */
  readonly files?: Readonly<Record<string, string>>;
}

export async function releasedRepository(options: RepositoryOptions = {}): Promise<ReleasedRepository> {
  const {
    edit = (all) => all,
    service = quickService,
    trust = 'verify: { key: cosign.pub }',
    files = {},
  } = options;
  const registry = await startRegistry({ user: 'octocat:s3cret-of-the-registry' });
  const yaml = configuration(registry.address, trust);
  const repository = await scratchRepository({ ...service, ...files, 'acgs.yaml': yaml });
  const keys = await runAcgs(['keys', 'generate'], {
    cwd: repository.folder,
    env: { COSIGN_PASSWORD: PASSWORD, CI: undefined },
  });
  if (keys.code !== 0) throw new Error(keys.stderr);
  const privateKey = readFileSync(join(repository.folder, 'cosign.key'), 'utf8');
  rmSync(join(repository.folder, 'cosign.key'));
  const server = scratchFolder();
  const answers = { package: await packedCli(server.folder) };
  const place = { root: repository.folder, repositoryRoot: repository.folder, file: undefined };
  const parsed = parseConfiguration(yaml, { ...place, name: 'acgs.yaml', acgsVersion: '1.0.0' });
  const platform = platformOf(parsed, `https://github.com/${REPOSITORY}`, '1.0.0');
  repository.write(
    edit({
      ...(await rendered('github-release', answers, platform)),
      ...(await rendered('github-scan', answers, platform)),
    }),
  );
  await repository.commit('workflows');
  await repository.git('tag', 'v1.2.3');
  const { PATH, DOCKER_HOST, DOCKER_CONFIG, TRIVY_DB_REPOSITORY } = benchEnv();
  const machine = { PATH, DOCKER_HOST, DOCKER_CONFIG, TRIVY_DB_REPOSITORY };
  return {
    repository,
    registry: registry.address,
    publicKey: join(repository.folder, 'cosign.pub'),
    forge: (event, more = {}) => ({
      origin: repository.folder,
      repository: REPOSITORY,
      event,
      secrets: {
        COSIGN_PRIVATE_KEY: privateKey,
        COSIGN_PASSWORD: PASSWORD,
        REGISTRY_USERNAME: 'octocat',
        REGISTRY_PASSWORD: 's3cret-of-the-registry',
      },
      packagesToken: 'ghs_packages',
      folder: server.folder,
      machine: Object.fromEntries(
        Object.entries(machine).filter(([, value]) => value !== undefined),
      ) as Record<string, string>,
      ...more,
    }),
    tagged: async () => ({
      name: 'push',
      ref: 'refs/tags/v1.2.3',
      sha: await repository.git('rev-parse', 'HEAD'),
    }),
    async [Symbol.asyncDispose]() {
      repository.remove();
      server.remove();
      await registry.stop();
    },
  };
}

function configuration(registry: string, trust: string): string {
  const bases = Object.entries(bench().baseImages).map(
    ([name, reference]) => `      "${name}": docker-image://${reference}`,
  );
  return `version: 1
project: api
registry: ${registry}/acme
${trust}
services:
  api:
    context: .
    buildContexts:
${bases.join('\n')}
`;
}
