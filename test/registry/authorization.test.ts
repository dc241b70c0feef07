import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseChallenges } from '../../src/registry/challenge.js';
import { credentialsFor } from '../../src/registry/credentials.js';
import { isKeyOf } from '../../src/registry/docker-config.js';
import { Repository } from '../../src/registry/repository.js';
import { judgeRealm } from '../../src/registry/token.js';
import { forgetSecrets, redact } from '../../src/system/redaction.js';
import { FakeRegistry, type FakeRegistryOptions } from './fake-registry.js';
import { INDEX, seedImage, testImage } from './images.js';
import { refusal } from './refusals.js';

const PASSWORD = 'canary-pa55word';
const registries: FakeRegistry[] = [];
const former = { ...process.env };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acgs-auth-'));
  process.env['DOCKER_CONFIG'] = folder;
  delete process.env['REGISTRY_AUTH_FILE'];
  delete process.env['XDG_RUNTIME_DIR'];
});
afterEach(async () => {
  for (const registry of registries.splice(0)) await registry.close();
  await rm(folder, { recursive: true, force: true });
  process.env = { ...former };
  forgetSecrets();
});

async function start(options: FakeRegistryOptions): Promise<FakeRegistry> {
  const registry = await FakeRegistry.start(options);
  registries.push(registry);
  seedImage(registry, 'acme/api', testImage(), '1.0');
  return registry;
}

async function dockerConfig(content: object): Promise<void> {
  await writeFile(join(folder, 'config.json'), JSON.stringify(content));
}

const encoded = (user: string, password: string): string =>
  Buffer.from(`${user}:${password}`).toString('base64');

/** Puts an executable `docker-credential-<name>` on PATH, in a folder that is trusted. */
async function helper(name: string, script: string): Promise<void> {
  // Outside world-writable folders and the working directory, where a helper would be refused.
  const bin = await mkdtemp(join(homedir(), '.acgs-helper-'));
  cleanUps.push(bin);
  await writeFile(join(bin, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, `docker-credential-${name}`), 0o755);
  process.env['PATH'] = `${bin}${delimiter}${former['PATH'] ?? ''}`;
}
const cleanUps: string[] = [];
afterEach(async () => {
  for (const path of cleanUps.splice(0)) await rm(path, { recursive: true, force: true });
});

describe('bearer tokens', () => {
  const auth = { kind: 'bearer', username: 'ann', password: PASSWORD } as const;

  it('are got once for reading and once for writing', async () => {
    const registry = await start({ auth });
    const repository = new Repository(registry.host, 'acme/api', { username: 'ann', password: PASSWORD });
    await repository.getManifest('1.0');
    await repository.getManifest('1.0');
    const other = testImage('other');
    await repository.putManifest(other.root.bytes, INDEX);
    await repository.setTag('2.0', other.root.descriptor.digest);
    const tokens = registry.seen(/ \/token/);
    expect(tokens.map(({ path }) => new URL(path, 'http://x').searchParams.get('scope'))).toEqual([
      'repository:acme/api:pull',
      'repository:acme/api:pull,push',
    ]);
    expect(new URL(tokens[0]?.path ?? '', 'http://x').searchParams.get('service')).toBe('fake, registry');
  });

  it('are had without credentials where anyone may read', async () => {
    const registry = await start({ auth: { ...auth, anonymousPull: true } });
    await new Repository(registry.host, 'acme/api').getManifest('1.0');
    expect(registry.seen(/ \/token/)[0]?.headers.authorization).toBeUndefined();
    const writing = new Repository(registry.host, 'acme/api').putManifest(testImage('x').root.bytes, INDEX);
    await refusal(writing, 'registry/unauthorized');
  });

  it('are asked for again when they have run out', async () => {
    const registry = await start({ auth });
    const repository = new Repository(registry.host, 'acme/api', { username: 'ann', password: PASSWORD });
    await repository.getManifest('1.0');
    registry.expireTokens();
    await repository.getManifest('1.0');
    expect(registry.seen(/ \/token/)).toHaveLength(2);
  });

  it('are asked for once by many requests at once', async () => {
    const registry = await start({ auth, delayMs: () => 20 });
    const repository = new Repository(registry.host, 'acme/api', { username: 'ann', password: PASSWORD });
    await Promise.all([1, 2, 3, 4, 5].map(async () => await repository.getManifest('1.0')));
    expect(registry.seen(/ \/token/)).toHaveLength(1);
  });

  it('come from a refresh token too (docker identitytoken)', async () => {
    const registry = await start({ auth: { ...auth, refreshToken: 'refresh-canary-1' } });
    await dockerConfig({ auths: { [registry.host]: { identitytoken: 'refresh-canary-1' } } });
    await new Repository(registry.host, 'acme/api').getManifest('1.0');
    expect(registry.seen(/POST \/token/)).toHaveLength(1);
  });

  it('wrong credentials are told in one line with what to do, without the secret', async () => {
    const registry = await start({ auth });
    const repository = new Repository(registry.host, 'acme/api', {
      username: 'ann',
      password: 'canary-wrong-one',
    });
    const error = await refusal(repository.getManifest('1.0'), 'registry/unauthorized');
    expect(error.exit).toBe(1);
    expect(error.next.join(' ')).toContain(`docker login ${registry.host}`);
    expect(`${error.message} ${error.next.join(' ')}`).not.toContain('canary');
    expect(error.message).not.toContain('\n');
    expect(redact(`password canary-wrong-one ${encoded('ann', 'canary-wrong-one')}`)).not.toMatch(
      /canary|YW5u/,
    );
  });

  it('given by flag go to the registry as they are, and are not sent twice', async () => {
    const registry = await start({ auth });
    const repository = new Repository(registry.host, 'acme/api', { token: 'given-token-canary' });
    await refusal(repository.getManifest('1.0'), 'registry/unauthorized');
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer given-token-canary',
    ]);
  });
});

describe('a token service', () => {
  const remote = new URL('https://registry.example.com/v2/');
  const local = new URL('http://127.0.0.1:5000/v2/');

  it.each([
    ['https anywhere', 'https://auth.docker.io/token', remote],
    ['https on the same host', 'https://registry.example.com/token', remote],
    ['http on the same machine as a plain registry', 'http://127.0.0.1:5001/token', local],
    ['http on localhost for a loopback registry', 'http://localhost:5001/token', local],
  ])('is accepted: %s', (_what, realm, registry) => {
    expect(judgeRealm(realm, registry).href).toBe(new URL(realm).href);
  });

  it.each([
    ['http for an https registry', 'http://registry.example.com/token', remote],
    ['this machine for a registry elsewhere', 'https://127.0.0.1/token', remote],
    ['localhost for a registry elsewhere', 'https://localhost:8443/token', remote],
    ['the metadata service', 'https://169.254.169.254/latest', remote],
    ['http elsewhere for a loopback registry', 'http://auth.example.com/token', local],
    ['no address', 'token', remote],
    ['another scheme', 'file:///etc/passwd', remote],
    ['an address with credentials', 'https://a:b@auth.docker.io/token', remote],
    ['nothing', '', remote],
  ])('is refused: %s', async (_what, realm, registry) => {
    await refusal(() => judgeRealm(realm, registry), 'registry/protocol');
  });

  it('that redirects never sees the credentials again', async () => {
    const other = await start({});
    const registry = await start({ auth: { kind: 'bearer', username: 'ann', password: PASSWORD } });
    registry.fault((request, response) => {
      if (!request.path.startsWith('/token')) return false;
      response.writeHead(302, { location: `${other.url}/steal` }).end();
      return true;
    });
    const repository = new Repository(registry.host, 'acme/api', { username: 'ann', password: PASSWORD });
    await refusal(repository.getManifest('1.0'), 'registry/unauthorized');
    expect(other.requests).toHaveLength(0);
  });

  it('whose answer is no token is told', async () => {
    const registry = await start({ auth: { kind: 'bearer', username: 'ann', password: PASSWORD } });
    registry.fault((request, response) => {
      if (!request.path.startsWith('/token')) return false;
      response.end('{"token":"a\\r\\nX-Evil: 1"}');
      return true;
    });
    const repository = new Repository(registry.host, 'acme/api', { username: 'ann', password: PASSWORD });
    await refusal(repository.getManifest('1.0'), 'registry/unauthorized');
  });
});

describe('basic authentication', () => {
  const auth = { kind: 'basic', username: 'ann', password: PASSWORD } as const;

  it('takes credentials from the docker configuration, by exact host', async () => {
    const registry = await start({ auth });
    await dockerConfig({ auths: { [registry.host]: { auth: encoded('ann', PASSWORD) } } });
    await new Repository(registry.host, 'acme/api').getManifest('1.0');
  });

  it('says that there are none', async () => {
    const registry = await start({ auth });
    const port = registry.host.split(':')[1] ?? '';
    await dockerConfig({
      auths: {
        '127.0.0.1': { auth: encoded('ann', PASSWORD) },
        [`27.0.0.1:${port}`]: { auth: encoded('ann', PASSWORD) },
        [`${registry.host}/acme`]: { auth: encoded('ann', PASSWORD) },
        [`evil.${registry.host}`]: { auth: encoded('ann', PASSWORD) },
      },
    });
    const error = await refusal(
      new Repository(registry.host, 'acme/api').getManifest('1.0'),
      'registry/unauthorized',
    );
    expect(error.message).toContain('there are none');
    expect(registry.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('is not shown to a registry that does not ask', async () => {
    const registry = await start({});
    await new Repository(registry.host, 'acme/api', { username: 'ann', password: PASSWORD }).getManifest(
      '1.0',
    );
    expect(registry.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('credential helpers', () => {
  it('are asked by host on stdin, and win over the store and what is inline', async () => {
    await helper('mine', `cat > "${folder}/asked"; printf '{"Username":"ann","Secret":"canary-secret"}'`);
    await dockerConfig({
      credHelpers: { 'ghcr.io': 'mine' },
      credsStore: 'absent',
      auths: { 'ghcr.io': { auth: encoded('bob', 'other') } },
    });
    expect(await credentialsFor('ghcr.io')).toEqual({
      kind: 'basic',
      username: 'ann',
      password: 'canary-secret',
    });
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe('ghcr.io');
    expect(redact('it is canary-secret')).toBe('it is ***');
  });

  it('are asked once for all images of one call', async () => {
    const registry = await start({ auth: { kind: 'basic', username: 'ann', password: PASSWORD } });
    seedImage(registry, 'acme/web', testImage(), '1.0');
    await helper(
      'mine',
      `echo asked >> "${folder}/asked"; printf '{"Username":"ann","Secret":"${PASSWORD}"}'`,
    );
    await dockerConfig({ credHelpers: { [registry.host]: 'mine' } });
    const options = {};
    await Promise.all(
      ['acme/api', 'acme/web'].map((name) => new Repository(registry.host, name, options).getManifest('1.0')),
    );
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe('asked\n');
    await new Repository(registry.host, 'acme/api', {}).getManifest('1.0');
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe('asked\nasked\n');
  });

  it('give an identity token under the name <token>', async () => {
    await helper('mine', `printf '{"Username":"<token>","Secret":"canary-token"}'`);
    await dockerConfig({ credsStore: 'mine' });
    expect(await credentialsFor('ghcr.io')).toEqual({ kind: 'refresh', token: 'canary-token' });
  });

  it('are asked for Docker Hub by its old address', async () => {
    await helper('mine', `cat > "${folder}/asked"; printf '{"Username":"ann","Secret":"canary-secret"}'`);
    await dockerConfig({ credsStore: 'mine' });
    await credentialsFor('docker.io');
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe('https://index.docker.io/v1/');
  });

  it('that know nothing leave the inline entry, or nobody', async () => {
    await helper('mine', `echo 'credentials not found in native keychain'; exit 1`);
    await dockerConfig({ credsStore: 'mine', auths: { 'ghcr.io': { auth: encoded('ann', PASSWORD) } } });
    expect(await credentialsFor('ghcr.io')).toMatchObject({ kind: 'basic', username: 'ann' });
    expect(await credentialsFor('quay.io')).toEqual({ kind: 'anonymous' });
  });

  it.each([
    ['are missing', undefined],
    ['fail', 'exit 3'],
    ['answer nonsense', 'echo "canary-secret is not JSON"'],
    ['answer without end', 'yes canary-secret'],
  ])('that %s are an error that names them, without what they said', async (_what, script) => {
    if (script !== undefined) await helper('mine', script);
    await dockerConfig({ credsStore: 'mine' });
    const error = await refusal(credentialsFor('ghcr.io'), 'registry/unauthorized');
    expect(error.message).toContain('docker-credential-mine');
    expect(error.message).not.toContain('canary');
  });

  it('with a name that is a path are not run', async () => {
    await dockerConfig({ credsStore: '../../tmp/evil' });
    await refusal(credentialsFor('ghcr.io'), 'registry/unauthorized');
  });

  it('see cloud settings but no other secret of the environment', async () => {
    process.env['AWS_PROFILE'] = 'release';
    process.env['GITHUB_TOKEN'] = 'canary-github';
    await helper('mine', `env > "${folder}/env"; printf '{"Username":"ann","Secret":"canary-secret"}'`);
    await dockerConfig({ credsStore: 'mine' });
    await credentialsFor('ghcr.io');
    const seen = await readFile(join(folder, 'env'), 'utf8');
    expect(seen).toContain('AWS_PROFILE=release');
    expect(seen).not.toContain('canary-github');
  });
});

describe('the docker configuration', () => {
  it('that is broken is named', async () => {
    await writeFile(join(folder, 'config.json'), '{ nope');
    const error = await refusal(credentialsFor('ghcr.io'), 'registry/unauthorized');
    expect(error.message).toContain(join(folder, 'config.json'));
  });

  it('of podman is read where docker has none', async () => {
    await mkdir(join(folder, 'containers'));
    process.env['XDG_RUNTIME_DIR'] = folder;
    const auths = { 'ghcr.io': { auth: encoded('ann', PASSWORD) } };
    await writeFile(join(folder, 'containers', 'auth.json'), JSON.stringify({ auths }));
    expect(await credentialsFor('ghcr.io')).toMatchObject({ username: 'ann', password: PASSWORD });
  });

  it('has keys with and without scheme and version, for exactly one host', () => {
    for (const key of ['ghcr.io', 'https://ghcr.io', 'http://ghcr.io/', 'https://ghcr.io/v2/'])
      expect(isKeyOf(key, 'ghcr.io'), key).toBe(true);
    for (const key of ['cr.io', 'ghcr.io.evil.com', 'xghcr.io', 'ghcr.io:443', 'ghcr.io/acme', 'GHCR.IO', ''])
      expect(isKeyOf(key, 'ghcr.io'), key).toBe(false);
    expect(isKeyOf('https://index.docker.io/v1/', 'docker.io')).toBe(true);
    expect(isKeyOf('docker.io.evil.com', 'docker.io')).toBe(false);
  });

  it('never gives one host’s credentials to another', () => {
    const host = fc.stringMatching(/^[a-z]{1,3}(\.[a-z]{1,3}){0,2}(:[0-9]{1,2})?$/);
    fc.assert(
      fc.property(host, host, (key, registry) => {
        expect(isKeyOf(key, registry)).toBe(key === registry);
      }),
    );
  });
});

describe('challenges', () => {
  it('are read with quoted commas and several schemes', () => {
    const header =
      'Bearer realm="https://auth.example.com/token",service="a, b",scope="repository:x:pull,push", Basic realm="r"';
    expect(parseChallenges(header)).toEqual([
      {
        scheme: 'bearer',
        parameters: {
          realm: 'https://auth.example.com/token',
          service: 'a, b',
          scope: 'repository:x:pull,push',
        },
      },
      { scheme: 'basic', parameters: { realm: 'r' } },
    ]);
  });

  it('never crash or hang, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 2_000 }), fc.stringMatching(/^[a-zA-Z=", \\]*$/)),
        (header) => {
          expect(Array.isArray(parseChallenges(header))).toBe(true);
        },
      ),
    );
    const started = performance.now();
    parseChallenges(`Bearer a="${'\\"'.repeat(1_000_000)}`);
    parseChallenges(`Bearer ${'a'.repeat(1_000_000)}`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
