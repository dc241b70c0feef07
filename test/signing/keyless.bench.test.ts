import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSigstore, type Sigstore } from '../bench/sigstore.js';
import { runAcgs } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';

let sigstore: Sigstore;
beforeAll(async () => {
  sigstore = await startSigstore();
});
afterAll(() => sigstore.stop());

describe('a file', () => {
  it('is signed as a job of GitHub Actions, and verifies', async () => {
    using scratch = scratchFolder({ 'file.txt': 'a file\n' });
    const options = { cwd: scratch.folder, env: sigstore.oidc.jobEnv };
    const services = ['--signing-config', sigstore.signingConfig, '--trusted-root', sigstore.trustedRoot];
    const signed = await runAcgs(['sign', 'blob', 'file.txt', '--json', ...services], options);
    expect(signed.code, signed.stderr).toBe(0);
    expect(signed.json).toMatchObject({ signer: `${sigstore.oidc.jobIdentity} (${sigstore.oidc.github})` });
    const verified = await runAcgs(['verify', 'blob', 'file.txt', ...sigstore.identityFlags], options);
    expect(verified.code, verified.stderr).toBe(0);
  });
});
