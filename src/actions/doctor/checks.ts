import { satisfies } from 'semver';
import { AcgsError } from '../../model/errors.js';
import { findTrivy } from '../../scan/find-trivy.js';
import { probeDatabase } from '../../scan/database/probe-database.js';
import { type TrivyOptions } from '../../scan/trivy-options.js';
import { run } from '../../system/exec.js';
import { type Check } from './check.js';

/** As `engines` in package.json. */
const NODE_RANGE = '^22.22.2 || ^24.15.0 || >=26.0.0';

/** Node.js itself: bin/run.js refuses an old one, so this tells the version. */
export const nodeCheck: Check = {
  id: 'node',
  title: 'Node.js',
  probe: () => {
    const version = process.versions.node;
    if (!satisfies(version, NODE_RANGE))
      return Promise.reject(new AcgsError('node/too-old', `expected Node.js ${NODE_RANGE}, got ${version}`));
    return Promise.resolve({ version });
  },
};

/** The Docker engine that the docker CLI would talk to. */
export const engineCheck: Check = {
  id: 'docker',
  title: 'Docker Engine',
  probe: async (signal) => {
    const [{ Engine }, { assertRecentEngine }] = await Promise.all([
      import('../../system/docker.js'),
      import('../../system/docker/state.js'),
    ]);
    const state = await (await Engine.open()).state(signal);
    assertRecentEngine(state);
    const store = state.containerdStore ? 'containerd store' : 'classic store: one platform a build';
    return { version: state.version, detail: `${state.host} (${state.origin}), ${store}` };
  },
};

export const buildxCheck: Check = {
  id: 'buildx',
  title: 'docker buildx',
  probe: async () => {
    const { findBuildx } = await import('../../image/buildx.js');
    const { version, path } = await findBuildx();
    return { version, detail: path };
  },
};

export const gitCheck: Check = {
  id: 'git',
  title: 'git',
  probe: async (signal) => {
    const { stdout } = await run('git', ['--version'], { reads: true, timeoutMs: 20_000, signal });
    const version = /\d+\.\d+[^\s]*/.exec(stdout)?.[0];
    return version === undefined ? {} : { version };
  },
};

/** Trivy: there, not one of the compromised releases, not too old. */
export const trivyCheck: Check = {
  id: 'trivy',
  title: 'Trivy',
  probe: async () => {
    const { version, path } = await findTrivy();
    return { version, detail: path };
  },
};

/** The vulnerability database, without downloading it. */
export function databaseCheck(options: TrivyOptions): Check {
  return {
    id: 'trivy-database',
    title: 'vulnerability database',
    probe: async () => await probeDatabase(options),
  };
}

/**
 * A registry answers, and takes the credentials that docker's configuration holds for it. One that wants some where none are
 * configured is no lack of this machine: only a release that pushes there needs them.
 * @param registry as acgs.yaml has it, e.g. `ghcr.io/acme`
 */
export function registryCheck(registry: string, options: { readonly allowHttp?: boolean } = {}): Check {
  return {
    id: `registry ${registry}`,
    title: `registry ${registry}`,
    probe: async (signal) => {
      const [{ RegistryTransport }, { credentialsFor }] = await Promise.all([
        import('../../registry/transport.js'),
        import('../../registry/credentials.js'),
      ]);
      const [host = registry] = registry.split('/');
      const { kind } = await credentialsFor(host, options);
      const transport = new RegistryTransport(host, { ...options, signal });
      try {
        await transport.exchange(
          { method: 'GET', to: '', doing: `GET /v2/ of ${host}`, scopes: [], expect: [200], attempts: 1 },
          (response) => {
            response.body.resume();
            return Promise.resolve();
          },
        );
      } catch (error) {
        if (kind !== 'anonymous' || !isUnauthorized(error)) throw error;
        return {
          detail: `answers; it wants credentials to push: docker login ${host}`,
        };
      }
      return {
        detail:
          kind === 'anonymous' ? 'answers; no credentials configured' : 'answers and takes the credentials',
      };
    },
  };
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof AcgsError && error.code === 'registry/unauthorized';
}

/** The authorities and logs that keyless verification trusts: the embedded ones, or the user's file. */
export function trustCheck(trustedRoot: string | undefined): Check {
  return {
    id: 'trust-root',
    title: 'Sigstore trusted root',
    probe: async () => {
      const { loadAnchors } = await import('../../trust/anchors.js');
      await loadAnchors(trustedRoot);
      return { detail: trustedRoot ?? 'the public Sigstore instance, as this acgs carries it' };
    },
  };
}
