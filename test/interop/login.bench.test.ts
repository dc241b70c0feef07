import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { runOk, runProgram } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { type Sigstore, startSigstore } from '../bench/sigstore.js';
import { ADA } from '../bench/sigstore/oidc-issuer.js';

let sigstore: Sigstore;
const scratch = scratchFolder();
const file = join(scratch.folder, 'report.txt');
beforeAll(async () => {
  sigstore = await startSigstore();
  writeFileSync(file, 'what a person signs');
});
afterAll(async () => {
  await sigstore.stop();
  scratch.remove();
});

/** Signs the file at a terminal of its own (script(1)), where nothing but a person can say who signs. */
async function signAtTerminal(bundle: string, env: Record<string, string>): Promise<string> {
  const command = [process.execPath, `${process.cwd()}/bin/run.js`, 'sign', 'blob', file, '--bundle', bundle];
  const services = ['--signing-config', sigstore.signingConfig, '--trusted-root', sigstore.trustedRoot];
  const line = [...command, ...services].map((word) => `'${word}'`).join(' ');
  const { code, stdout } = await runProgram('script', ['-qec', line, '/dev/null'], {
    env: { CI: undefined, GITHUB_ACTIONS: undefined, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, ...env },
  });
  expect(code, stdout).toBe(0);
  return stdout;
}

/** cosign says who signed. */
async function signedByAda(bundle: string): Promise<void> {
  const who = ['--certificate-identity', ADA, '--certificate-oidc-issuer', sigstore.oidc.people];
  const trust = ['--trusted-root', sigstore.trustedRoot, '--use-signed-timestamps'];
  await runOk(bench().tools.cosign3, ['verify-blob', '--bundle', bundle, ...who, ...trust, file]);
}

test('a person at a terminal without a browser logs in on another device, and cosign sees who signed', async () => {
  const bundle = join(scratch.folder, 'device.sigstore.json');
  const shown = await signAtTerminal(bundle, {});
  expect(shown).toContain('public logs for ever');
  expect(shown).toContain(`Log in at ${sigstore.oidc.people}/activate and enter the code ABCD-EFGH`);
  await signedByAda(bundle);
});

test('a person with a browser logs in there', async () => {
  const bundle = join(scratch.folder, 'browser.sigstore.json');
  const programs = join(scratch.folder, 'bin');
  mkdirSync(programs);
  // A browser follows where it is sent.
  const browser = `fetch(process.argv[1]).then((answer) => answer.text())`;
  writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nexec '${process.execPath}' -e '${browser}' "$1"\n`, {
    mode: 0o755,
  });
  const path = `${programs}:${process.env['PATH'] ?? ''}`;
  const shown = await signAtTerminal(bundle, { DISPLAY: ':0', PATH: path });
  expect(shown).toContain('Log in with the browser that opens now');
  await signedByAda(bundle);
});
