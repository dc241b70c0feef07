import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runJson } from './run-command.js';

const saved = process.env['XDG_CACHE_HOME'];
const folder = mkdtempSync(join(tmpdir(), 'acgs-trust-'));
beforeAll(() => {
  process.env['XDG_CACHE_HOME'] = folder;
});
afterAll(() => {
  if (saved === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = saved;
  rmSync(folder, { recursive: true });
});

describe('trust', () => {
  it('shows what acgs carries, with windows', async () => {
    const { exit, document } = await runJson('trust show');
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      source: 'embedded',
      parties: expect.arrayContaining([
        expect.objectContaining({ kind: 'transparency-log', name: 'https://rekor.sigstore.dev' }),
      ]),
    });
    expect((await runCommand('trust show')).stdout).toContain(
      'certificate-authority https://fulcio.sigstore.dev',
    );
  });

  it.each([
    ['trust show', ['--trusted-root', 'none.json'], 2, 'source/not-found'],
    ['trust show', ['--tuf-mirror', 'https://tuf.example'], 2, 'source/not-found'],
    ['trust update', ['--tuf-mirror', 'https://tuf.example'], 2, 'usage/invalid'],
    ['trust update', ['--tuf-root', 'none.json'], 2, 'source/not-found'],
    ['trust update', ['--offline'], 1, 'network/refused'],
  ])('%s %j ends with %i', async (id, argv, exit, code) => {
    const ran = await runJson(id, ...argv);
    expect({ exit: ran.exit, code: ran.document.error?.code }).toEqual({ exit, code });
  });
});
