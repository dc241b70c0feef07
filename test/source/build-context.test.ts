import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BuildContext, readBuildContext } from '../../src/source/build-context.js';
import { gitIgnoredIn } from '../../src/source/git-ignored.js';
import { readSource } from '../../src/source/read-source.js';
import { Repository, repository, temporaryFolder } from './repository.js';

function folder(files: Readonly<Record<string, string>>): Repository {
  const made = new Repository(temporaryFolder());
  for (const [path, text] of Object.entries(files)) made.write(path, text);
  return made;
}

async function read(
  made: Repository,
  exclude: readonly string[] = [],
  withGit = false,
): Promise<BuildContext> {
  return readBuildContext({
    folder: made.root,
    dockerfile: join(made.root, 'Dockerfile'),
    exclude: exclude.map((path) => join(made.root, path)),
    withGit,
  });
}

const files = (context: BuildContext): string[] =>
  context.entries.filter((entry) => entry.kind !== 'directory').map((entry) => entry.path);

const SIGSTORE_KEY =
  '-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\neyJrZGYi\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n';
const BODY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7';

describe('readBuildContext', () => {
  it('lists what the ignore file lets through, and no more', async () => {
    const made = folder({
      Dockerfile: '',
      'src/a': '',
      'src/b.log': '',
      'docs/x': '',
      'docs/keep/y': '',
      '.dockerignore': '**/*.log\ndocs\n!docs/keep\n',
    });
    const context = await read(made);
    expect(context.entries.map((entry) => entry.path)).toEqual([
      '.dockerignore',
      'Dockerfile',
      'docs',
      'docs/keep',
      'docs/keep/y',
      'src',
      'src/a',
    ]);
    expect(context.ignoreFile).toBe(join(made.root, '.dockerignore'));
  });

  it('prefers the ignore file beside the Dockerfile', async () => {
    const made = folder({
      Dockerfile: '',
      'Dockerfile.dockerignore': 'a',
      '.dockerignore': 'b',
      a: '',
      b: '',
    });
    expect(files(await read(made))).toEqual(['.dockerignore', 'Dockerfile', 'Dockerfile.dockerignore', 'b']);
  });

  it('never sends our own output, keys or .git, whatever the user’s lines say', async () => {
    const made = folder({
      Dockerfile: 'COPY . .',
      '.dockerignore': '*\n!**\n',
      app: 'x',
      '.acgs/runs/1/journal.jsonl': '',
      'dist/release/report.json': '',
      'dist/app.js': '',
      'cosign.key': SIGSTORE_KEY,
      'cosign.pub': 'pub',
      'old/other.key': SIGSTORE_KEY.replaceAll('SIGSTORE', 'COSIGN'),
      '.git/HEAD': '',
    });
    const context = await read(made, ['.acgs', 'dist/release', 'cosign.key', 'cosign.pub']);
    expect(files(context)).toEqual(['.dockerignore', 'Dockerfile', 'app', 'dist/app.js']);
    expect(context.keptOut).toEqual([{ path: 'old/other.key', label: 'ENCRYPTED COSIGN PRIVATE KEY' }]);
    expect(context.foreignKeys).toEqual([]);
    expect(context.ignoreText).toBe(
      '*\n!**\n# acgs: its own output, keys and .git are no part of a release\n**/.git\n/.acgs\n/dist/release\n/cosign.key\n/cosign.pub\n/old/other.key\n',
    );
    expect(files(await read(made, [], true))).toContain('.git/HEAD');
  });

  it('has one digest before and after a release in it', async () => {
    const made = folder({ Dockerfile: 'COPY . .', app: 'x' });
    const own = ['.acgs', 'dist/release', 'cosign.key', 'cosign.pub'];
    const before = await read(made, own);
    made.write('.acgs/runs/1/journal.jsonl');
    made.write('dist/release/app/image/index.json');
    made.write('cosign.key', SIGSTORE_KEY);
    made.write('cosign.pub');
    const after = await read(made, own);
    expect(after.entries.map((entry) => entry.path)).toEqual(['Dockerfile', 'app']);
    expect(after.digest).toBe(before.digest);
    expect(before.ignoreText).toBe(after.ignoreText);
    made.write('dist/app.js');
    expect(files(await read(made, own))).toContain('dist/app.js');
  });

  it('finds foreign private keys that would be sent, and only those', async () => {
    const made = folder({
      Dockerfile: '',
      '.dockerignore': 'hidden',
      'tls.key': `Bag Attributes\n-----BEGIN PRIVATE KEY-----\n${BODY}\n`,
      id_rsa: `-----BEGIN OPENSSH PRIVATE KEY-----\r\n${BODY}\r\n`,
      'old.pem': `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${BODY}\n`,
      'account.json': `{"private_key": "-----BEGIN PRIVATE KEY-----\\n${BODY}"}`,
      'gpg.asc': `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${BODY}\n`,
      hidden: `-----BEGIN PRIVATE KEY-----\n${BODY}\n`,
      'cert.pem': `-----BEGIN CERTIFICATE-----\n${BODY}\n`,
      'pub.pem': `-----BEGIN PUBLIC KEY-----\n${BODY}\n`,
      'code.py': 'if "-----BEGIN PRIVATE KEY-----" in text:\n    pass\n',
      'notes.md': `not at the start\n${SIGSTORE_KEY}`,
    });
    expect((await read(made)).foreignKeys).toEqual([
      { path: 'account.json', label: 'PRIVATE KEY' },
      { path: 'gpg.asc', label: 'PGP PRIVATE KEY BLOCK' },
      { path: 'id_rsa', label: 'OPENSSH PRIVATE KEY' },
      { path: 'old.pem', label: 'RSA PRIVATE KEY' },
      { path: 'tls.key', label: 'PRIVATE KEY' },
    ]);
  });

  it('changes its digest with content, name, permission and link, and with nothing else', async () => {
    const made = folder({ Dockerfile: '', a: '1', 'sub/b': '2' });
    symlinkSync('/etc/passwd', join(made.root, 'link'));
    const seen = new Set<string>([(await read(made)).digest]);
    const differs = async (): Promise<void> => {
      const { digest } = await read(made);
      expect(seen).not.toContain(digest);
      seen.add(digest);
    };
    utimesSync(join(made.root, 'a'), 0, 0);
    expect(seen).toContain((await read(made)).digest);
    made.write('a', '3');
    await differs();
    renameSync(join(made.root, 'a'), join(made.root, 'c'));
    await differs();
    chmodSync(join(made.root, 'c'), 0o755);
    await differs();
    rmSync(join(made.root, 'link'));
    symlinkSync('/etc/shadow', join(made.root, 'link'));
    await differs();
    mkdirSync(join(made.root, 'empty'));
    await differs();
  });

  it('follows no link and hangs on no pipe', async () => {
    const outside = folder({ secret: 'x' });
    const made = folder({ Dockerfile: '' });
    symlinkSync(outside.root, join(made.root, 'out'));
    execFileSync('mkfifo', [join(made.root, 'pipe')]);
    const { entries } = await read(made);
    expect(entries.map(({ path, kind }) => [path, kind])).toEqual([
      ['Dockerfile', 'file'],
      ['out', 'symlink'],
    ]);
  });

  it('reads 5,000 files in seconds', async () => {
    const made = folder({ Dockerfile: '' });
    for (let at = 0; at < 5000; at += 1) made.write(`src/${at % 50}/${at}.txt`, String(at));
    const started = performance.now();
    expect(files(await read(made))).toHaveLength(5001);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('gitIgnoredIn', () => {
  it('names git-ignored files that are sent, whole folders as one', async () => {
    const made = repository(['api/a', 'api/Dockerfile']);
    made.write('.gitignore', 'node_modules\n*.log\nsecret.env\nhidden.log\n');
    made.commit();
    for (const path of [
      'api/node_modules/x/1.js',
      'api/node_modules/y/2.js',
      'api/b.log',
      'web/c.log',
      'api/hidden.log',
    ])
      made.write(path);
    made.write('api/.dockerignore', 'hidden.log');
    const source = await readSource(made.root);
    if (source.kind !== 'git') throw new Error(source.detail);
    const context = await readBuildContext({
      folder: join(made.root, 'api'),
      dockerfile: join(made.root, 'api/Dockerfile'),
      exclude: [],
    });
    expect(await gitIgnoredIn(source, context)).toEqual(['b.log', 'node_modules/']);
  });
});
