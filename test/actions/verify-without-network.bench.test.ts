import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOk, runProgram, type RunResult } from '../bench/run.js';
import { projectRoot } from '../bench/bench.js';
import { scratchFolder } from '../bench/scratch.js';
import { keyHint, publicKeyPem } from '../../src/evidence/public-key.js';
import { writeBundleReferrer } from '../../src/evidence/stores/write-evidence.js';
import { Layout } from '../../src/registry/layout.js';
import { putTestImage } from './test-image.js';
import { ISSUER, SIGNED_AT, SUBJECT, VirtualSigstore } from '../verification/virtual-ca.js';

/** A new network namespace is root's to make. */
const UNSHARE = [...(process.getuid?.() === 0 ? [] : ['sudo', '-n', '-E']), 'unshare', '--net', '--'];

/** The built CLI in a network namespace of its own, which has no interface that is up: no socket leads anywhere, not even to this machine. */
function alone(args: readonly string[], cwd: string): Promise<RunResult> {
  const acgs = [process.execPath, join(projectRoot, 'bin/run.js'), ...args];
  const [command = '', ...rest] = [...UNSHARE, ...acgs];
  return runProgram(command, rest, { cwd });
}

const FACTS = { predicateType: 'https://sigstore.dev/cosign/sign/v1', created: '2026-03-01T12:00:00Z' };

describe('without any network', () => {
  it('--offline verifies a layout by a key, and keyless with a trusted root', async () => {
    using scratch = scratchFolder();
    const sigstore = new VirtualSigstore();
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const layout = await Layout.init(join(scratch.folder, 'image'));
    const { index } = await putTestImage(layout, 'alone');
    const { descriptor } = await layout.getManifest(index);
    const hint = keyHint(publicKey);
    for (const bundle of [
      await sigstore.keylessBytes(index, { stampedAt: SIGNED_AT }),
      await sigstore.keyed(privateKey, publicKeyPem(publicKey), hint, index, { log: sigstore.rekor }),
    ])
      await writeBundleReferrer(layout, descriptor, bundle, FACTS);
    writeFileSync(join(scratch.folder, 'root.json'), JSON.stringify(sigstore.trustedRoot()));
    writeFileSync(join(scratch.folder, 'signer.pub'), publicKeyPem(publicKey));

    const verify = ['verify', '--layout', 'image', '--offline', '--json'];
    const root = ['--trusted-root', 'root.json'];
    const identity = ['--certificate-identity', SUBJECT, '--certificate-oidc-issuer', ISSUER];
    for (const flags of [
      [...identity, ...root],
      ['--key', 'signer.pub', ...root],
    ]) {
      const { code, stdout, stderr } = await alone([...verify, ...flags], scratch.folder);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({ results: [{ verified: true }] });
    }
    const other = await alone([...verify, ...identity.with(1, `${SUBJECT}0`), ...root], scratch.folder);
    expect(other.code).toBe(4);
  });

  it('the namespace is as empty as it should be: a registry on this machine is out of reach', async () => {
    using scratch = scratchFolder();
    const interfaces = await runOk('env', [...UNSHARE, 'cat', '/proc/net/tcp', '/proc/net/route']);
    expect(interfaces.split('\n').filter((line) => /^\s*\d+:|^\w+\s+[0-9A-F]{8}/.test(line))).toEqual([]);
    writeFileSync(
      join(scratch.folder, 'signer.pub'),
      publicKeyPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
    );
    const ran = await alone(['verify', '127.0.0.1:5000/a/b:1', '--key', 'signer.pub'], scratch.folder);
    expect(ran.code).toBe(1);
  });
});
