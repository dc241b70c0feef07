/**
 * A KMS plugin for tests, in cosign's plugin protocol: `sigstore-kms-softhsm`, whose keys lie in SoftHSM and are used through
 * pkcs11-tool. The launcher that a test writes passes the path of SoftHSM's launcher and of its configuration first.
 */
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const [softhsm, configuration, version, argument] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'acgs-kms-'));

try {
  process.stdout.write(JSON.stringify(answer(JSON.parse(argument))));
} catch (error) {
  process.stdout.write(JSON.stringify({ errorMessage: error.message }));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function answer({ initOptions, methodName, ...methods }) {
  if (version !== 'v1' || initOptions.protocolVersion !== 'v1')
    throw new Error(`unknown protocol ${version}`);
  const label = initOptions.keyResourceID;
  switch (methodName) {
    case 'defaultAlgorithm':
      return { defaultAlgorithm: { defaultAlgorithm: 'ecdsa-p256' } };
    case 'createKey':
      if (methods.createKey.algorithm !== 'ecdsa-p256') throw new Error('unsupported algorithm');
      pkcs11('--keypairgen', '--key-type', 'EC:prime256v1', '--label', label);
      return { createKey: { publicKeyPEM: publicKey(label) } };
    case 'publicKey':
      return { publicKey: { publicKeyPEM: publicKey(label) } };
    case 'signMessage':
      return { signMessage: { signature: signature(label, methods.signMessage.signOptions, initOptions) } };
    default:
      throw new Error(`unsupported method ${methodName}`);
  }
}

function publicKey(label) {
  const file = join(folder, 'public.der');
  pkcs11('--read-object', '--type', 'pubkey', '--label', label, '--output-file', file);
  const key = createPublicKey({ key: readFileSync(file), format: 'der', type: 'spki' });
  return Buffer.from(key.export({ type: 'spki', format: 'pem' })).toString('base64');
}

/** SHA-256 is Go's 5. A digest may come ready made; the message is on standard input. */
function signature(label, { messageOptions }, { hashFunc }) {
  if ((messageOptions.hashFunc ?? hashFunc) !== 5) throw new Error('unsupported hash');
  const digest = messageOptions.digest
    ? Buffer.from(messageOptions.digest, 'base64')
    : createHash('sha256').update(readFileSync(0)).digest();
  const [input, output] = [join(folder, 'digest'), join(folder, 'signature')];
  writeFileSync(input, digest);
  const files = ['--input-file', input, '--output-file', output];
  pkcs11('--sign', '--mechanism', 'ECDSA', '--signature-format', 'openssl', '--label', label, ...files);
  return readFileSync(output).toString('base64');
}

function pkcs11(...args) {
  const login = ['--token-label', 'acgs', '--login', '--pin', '1234'];
  try {
    execFileSync(softhsm, ['pkcs11-tool', ...login, ...args], {
      env: { ...process.env, SOFTHSM2_CONF: configuration },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    throw new Error(`pkcs11-tool: ${String(error.stderr).trim().split('\n').at(-1)}`, { cause: error });
  }
}
