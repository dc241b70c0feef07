/** SoftHSM and OpenSC's pkcs11-tool: a hardware security module in software, for tests of keys that cannot be read. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpack } from './debian.mjs';
import { runAsRoot } from './privilege.mjs';

const packages = ['softhsm2', 'libsofthsm2', 'opensc', 'opensc-pkcs11'];

/** `softhsm softhsm2-util ARGS…` and `softhsm pkcs11-tool ARGS…`, with the module and its libraries found beside it. */
const launcher = `#!/bin/sh
here=$(dirname "$(dirname "$(readlink -f "$0")")")/root/usr
program=$1
shift
LD_LIBRARY_PATH=$(echo "$here"/lib/*-linux-gnu) exec "$here/bin/$program" --module "$here/lib/softhsm/libsofthsm2.so" "$@"
`;

export const softhsm = {
  program: 'softhsm',
  install: async (folder) => {
    const versions = await unpackOwn(join(folder, 'root'));
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/softhsm'), launcher);
    chmodSync(join(folder, 'bin/softhsm'), 0o755);
    return { version: versions.softhsm2 };
  },
  check: ['softhsm2-util', '--version'],
};

/** Of the machine's own suite: they are linked against its libraries. A machine fresh from its image has no package lists. */
async function unpackOwn(folder) {
  try {
    return await unpack(packages, 'own', folder);
  } catch {
    await runAsRoot('apt-get', ['update', '-qq'], { env: { LC_ALL: 'C' } });
    return await unpack(packages, 'own', folder);
  }
}
