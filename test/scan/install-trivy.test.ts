import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installTrivy } from '../../src/scan/install-trivy.js';
import { TRIVY_PINS } from '../../src/scan/trivy-pins.js';
import { assertTrustedVersion } from '../../src/scan/trivy-version.js';

const before = { ...process.env };
let folder: string;
let server: Server;
let origin: string;
let archive: Buffer;

async function archiveOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name, mode: 0o755 }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

const program = (version: string): string => `#!/bin/sh\necho '{"Version":"${version}"}'\n`;
const pin = (changes: { version?: string; url?: string; sha256?: string } = {}) => ({
  version: '0.76.0',
  url: `${origin}/redirect`,
  sha256: createHash('sha256').update(archive).digest('hex'),
  ...changes,
});
const installed = (): string => join(folder, 'acgs/tools/trivy-0.76.0/trivy');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-test-'));
  process.env['XDG_DATA_HOME'] = folder;
  archive = await archiveOf({ 'README.md': 'x', '../../escape': 'x', trivy: program('0.76.0') });
  server = createServer((request, response) => {
    if (request.url === '/redirect') response.writeHead(302, { location: '/archive' }).end();
    else if (request.url === '/archive') response.end(archive);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
  process.env = { ...before };
});

describe('the pinned Trivy', () => {
  it('is installed when its checksum is right, and nothing else of the archive is', async () => {
    expect(await installTrivy(pin())).toEqual({ path: installed(), version: '0.76.0' });
    expect(statSync(installed()).mode & 0o777).toBe(0o755);
    expect(readdirSync(join(folder, 'acgs/tools'))).toEqual(['trivy-0.76.0']);
    expect(readdirSync(join(folder, 'acgs/tools/trivy-0.76.0'))).toEqual(['trivy']);
  });

  it('is refused with another checksum, before anything of it is unpacked', async () => {
    await expect(installTrivy(pin({ sha256: '0'.repeat(64) }))).rejects.toMatchObject({
      code: 'evidence/tampered',
    });
    expect(existsSync(installed())).toBe(false);
  });

  it('is refused when what was installed is a compromised version', async () => {
    archive = await archiveOf({ trivy: program('0.69.4') });
    await expect(installTrivy(pin())).rejects.toMatchObject({ code: 'trivy/refused' });
  });

  it('that cannot be fetched: says how to go on by hand', async () => {
    const failure = await installTrivy(pin({ url: `${origin}/nothing` })).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'network/failed' });
    expect((failure as { next: string[] }).next.join('\n')).toContain(
      `compare its sha256 with ${pin().sha256}`,
    );
  });

  it('has a full checksum and an https address for every platform named', () => {
    for (const { sha256, url } of Object.values(TRIVY_PINS)) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(url).toMatch(/^https:\/\/github\.com\/aquasecurity\/trivy\/releases\/download\/v/);
    }
  });
});

describe('versions of Trivy', () => {
  it.each(['0.69.4', '0.69.5', '0.69.6', '0.69.4-rc1'])('refuses %s: it carried malware', (version) => {
    expect(() => {
      assertTrustedVersion(version);
    }).toThrow(
      expect.objectContaining({
        code: 'trivy/refused',
        message: expect.stringContaining('malware') as string,
      }),
    );
  });

  it.each(['0.59.9', '0.1.0', 'dev', ''])('refuses %s: too old or unreadable', (version) => {
    expect(() => {
      assertTrustedVersion(version);
    }).toThrow(expect.objectContaining({ code: 'trivy/refused' }));
  });

  it.each(['0.60.0', '0.69.3', '0.76.0', '1.0.0'])('accepts %s', (version) => {
    expect(() => {
      assertTrustedVersion(version);
    }).not.toThrow();
  });
});
