/** A copy of `examples/` as a git repository of its own, with what a release of it needs: a commit, a key, a configuration. */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, toolsDir } from './paths.mjs';
import { run } from './run.mjs';

const work = join(toolsDir, 'work');
const home = join(work, 'examples');
const keyFolder = join(work, 'key');

/** No user configuration and a fixed time: the same examples are the same commit, so a second release finds all done. */
const gitEnv = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => [
      [`GIT_${role}_NAME`, 'acgs examples'],
      [`GIT_${role}_EMAIL`, 'examples@example.com'],
      [`GIT_${role}_DATE`, '2026-01-01T00:00:00Z'],
    ]),
  ),
};

/** Brings the copy up to date with `examples/`, in one commit. Output of earlier releases stays. Returns its folder. */
export async function exampleRepository(folder = home) {
  const git = gitIn(folder);
  mkdirSync(folder, { recursive: true });
  const own = new Set(['.git', '.acgs', 'dist']);
  for (const name of readdirSync(folder)) if (!own.has(name)) rmSync(join(folder, name), { recursive: true });
  const skip = /[\\/](node_modules|__pycache__|dist|\.acgs)$/;
  cpSync(join(root, 'examples'), folder, { recursive: true, filter: (source) => !skip.test(source) });
  if (!existsSync(join(folder, '.git'))) await git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(folder, '.git/info/exclude'), `${localConfig}\n/dist/\n/.acgs/\n`);
  await commitAll(folder);
  return folder;
}

const gitIn =
  (folder) =>
  (...args) =>
    run('git', args, { cwd: folder, env: gitEnv });

/** Commits whatever changed in the copy. */
export async function commitAll(folder) {
  const git = gitIn(folder);
  await git('add', '--all');
  const { stdout } = await git('status', '--porcelain');
  if (stdout !== '') await git('commit', '--quiet', '-m', 'The examples of acgs');
}

const localConfig = 'acgs.local.yaml';

/**
 * Writes the examples' configuration with base images that lie in a local registry, beside the committed one and ignored
 * by git. Returns the file's name.
 * @param {Record<string, string>} baseImages name as in a FROM → reference with digest
 */
export async function configurationWith(baseImages, folder = home) {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(readFileSync(join(folder, 'acgs.yaml'), 'utf8'));
  for (const { key } of document.get('services').items) {
    for (const [name, reference] of Object.entries(baseImages)) {
      document.setIn(['services', key.value, 'buildContexts', name], `docker-image://${reference}`);
    }
  }
  writeFileSync(join(folder, localConfig), `# acgs.yaml, with base images from a local registry: no other can be reached here\n${document}`);
  return localConfig;
}

/**
 * The examples' key pair, made by acgs on the first run; its password lies beside it, as no real key's should.
 * @param {(args: string[], env: Record<string, string>) => Promise<unknown>} acgs runs the CLI in the key's folder
 * @returns {Promise<{key: string, publicKey: string, password: string}>}
 */
export async function exampleKey(acgs) {
  const paths = { key: join(keyFolder, 'cosign.key'), publicKey: join(keyFolder, 'cosign.pub') };
  const passwordFile = join(keyFolder, 'password');
  if (!existsSync(paths.key) || !existsSync(passwordFile)) {
    rmSync(keyFolder, { recursive: true, force: true });
    mkdirSync(keyFolder, { recursive: true, mode: 0o700 });
    const password = randomBytes(18).toString('base64url');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    await acgs(['keys', 'generate'], { cwd: keyFolder, env: { COSIGN_PASSWORD: password } });
  }
  return { ...paths, password: readFileSync(passwordFile, 'utf8') };
}
