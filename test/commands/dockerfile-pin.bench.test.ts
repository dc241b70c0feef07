import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench } from '../bench/bench.js';
import { startRegistry } from '../bench/registry.js';
import { runAcgs, runOk } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { checkedDocument } from './run-command.js';

const pin = (cwd: string, ...args: string[]) => runAcgs(['dockerfile', 'pin', ...args], { cwd });

const LOCK = 'acgs-images.lock.json';

/** The bench's image and the digest that crane, not acgs, finds behind its tag. */
async function python(): Promise<{ readonly name: string; readonly digest: string }> {
  const name = bench().baseImages['python:3.13-slim'].replace(/@.*/, '');
  return { name, digest: (await runOk(bench().tools.crane, ['digest', '--insecure', name])).trim() };
}

describe('acgs dockerfile pin, on a real registry', () => {
  it('shows a diff, writes it, and finds nothing to do the second time', async () => {
    const { name, digest } = await python();
    const text = `ARG BASE=${name}\nFROM $BASE AS build\nFROM scratch\nCOPY --from=build /etc/passwd /\n`;
    using here = scratchFolder({ Dockerfile: text });
    const shown = await pin(here.folder, 'Dockerfile');
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain(`-ARG BASE=${name}\n+ARG BASE=${name}@${digest}\n`);
    expect(readFileSync(join(here.folder, 'Dockerfile'), 'utf8')).toBe(text);
    expect((await pin(here.folder, 'Dockerfile', '--check')).code).toBe(3);
    expect((await pin(here.folder, 'Dockerfile', '--stdout')).stdout).toBe(
      text.replace(name, `${name}@${digest}`),
    );

    const written = await pin(here.folder, 'Dockerfile', '--write', '--json');
    expect(checkedDocument('dockerfile pin', written.stdout)).toMatchObject({
      status: 'passed',
      written: true,
      images: [{ line: 2, state: 'pinned', to: digest }],
    });
    const again = await pin(here.folder, 'Dockerfile', '--check', '--json');
    expect(again.code).toBe(0);
    expect(checkedDocument('dockerfile pin', again.stdout)).toMatchObject({
      changed: false,
      written: false,
      images: [{ state: 'current' }],
    });
    expect(existsSync(join(here.folder, LOCK))).toBe(false);
  });

  it('keeps digests in a lock, and pins from it without a network', async () => {
    const { name, digest } = await python();
    using here = scratchFolder({ Dockerfile: `FROM ${name}\n`, 'other/Dockerfile': `FROM ${name}\n` });
    expect((await pin(here.folder, 'Dockerfile', '--offline')).code).toBe(2);
    expect((await pin(here.folder, 'Dockerfile', '--write', '--lock', LOCK)).code).toBe(0);
    const lock = readFileSync(join(here.folder, LOCK), 'utf8');
    expect(JSON.parse(lock)).toMatchObject({ images: { [name]: { digest } } });

    const offline = await runAcgs(['dockerfile', 'pin', 'other/Dockerfile', '--offline', '--json'], {
      cwd: here.folder,
      env: { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' },
    });
    expect(offline).toMatchObject({ code: 0, json: { lock: LOCK, images: [{ to: digest }] } });
    here.write({ 'other/Dockerfile': 'FROM debian:never\n' });
    const missing = await pin(here.folder, 'other/Dockerfile', '--offline', '--write', '--json');
    expect(missing).toMatchObject({
      code: 1,
      json: { status: 'failed', changed: false, images: [{ state: 'failed' }] },
    });
    expect(readFileSync(join(here.folder, LOCK), 'utf8')).toBe(lock);
  });

  it('pins what it can where another image is not there, and says so with exit 1', async () => {
    const { name, digest } = await python();
    const missing = `${bench().registryReferrers}/library/never-was:1`;
    using here = scratchFolder({ Dockerfile: `FROM ${missing} AS a\nFROM ${name}\n` });
    const run = await pin(here.folder, 'Dockerfile', '--write');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('[registry/not-found]');
    expect(readFileSync(join(here.folder, 'Dockerfile'), 'utf8')).toBe(
      `FROM ${missing} AS a\nFROM ${name}@${digest}\n`,
    );
    expect((await pin(here.folder, 'Dockerfile', '--skip', missing, '--check')).code).toBe(0);
  });

  it('renews a digest once the cool-down is over, and not before', async () => {
    await using registry = await startRegistry();
    const name = `${registry.address}/app/base:1`;
    const { crane } = bench().tools;
    const from = bench().baseImages['busybox:stable'];
    await runOk(crane, ['copy', '--insecure', from, name]);
    const old = `sha256:${'0'.repeat(64)}`;
    using here = scratchFolder({ Dockerfile: `FROM ${name}@${old}\n` });
    const young = await pin(here.folder, 'Dockerfile', '--cooldown', '36500d', '--json');
    expect(young).toMatchObject({
      code: 0,
      json: { changed: false, images: [{ state: 'left', from: old, to: old }] },
    });
    const free = await pin(here.folder, 'Dockerfile', '--json');
    expect(free).toMatchObject({ json: { images: [{ state: 'refreshed', from: old }] } });
  });

  it('names wrong flags', async () => {
    using here = scratchFolder({ Dockerfile: 'FROM scratch\n' });
    expect((await pin(here.folder, 'Dockerfile', '--cooldown', 'soon')).code).toBe(2);
    expect((await pin(here.folder, 'Dockerfile', '--write', '--check')).code).toBe(2);
    expect((await pin(here.folder, 'none')).code).toBe(2);
    expect((await pin(here.folder, 'Dockerfile', '--check')).code).toBe(0);
  });
});
