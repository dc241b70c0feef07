import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hsmTools } from '../../bench/bench.js';

/** Makes a SoftHSM token in `folder`, and a plugin `sigstore-kms-softhsm` for its keys. Returns a PATH that has the plugin. */
export function startSoftHsm(folder: string): string {
  const { softhsm } = hsmTools();
  const [tokens, bin] = [join(folder, 'tokens'), join(folder, 'bin')];
  const configuration = join(folder, 'softhsm2.conf');
  mkdirSync(tokens);
  mkdirSync(bin);
  writeFileSync(configuration, `directories.tokendir = ${tokens}\nobjectstore.backend = file\n`);
  const token = ['--init-token', '--free', '--label', 'acgs', '--pin', '1234', '--so-pin', '5678'];
  execFileSync(softhsm, ['softhsm2-util', ...token], {
    env: { ...process.env, SOFTHSM2_CONF: configuration },
    stdio: 'ignore',
  });
  const script = join(import.meta.dirname, 'softhsm-plugin.mjs');
  const plugin = join(bin, 'sigstore-kms-softhsm');
  const words = [process.execPath, script, softhsm, configuration].map((word) => `'${word}'`).join(' ');
  writeFileSync(plugin, `#!/bin/sh\nexec ${words} "$@"\n`);
  chmodSync(plugin, 0o755);
  return `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
}
