import { type KeyObject } from 'node:crypto';
import { readPublicKey } from '../../evidence/key-import.js';
import { AcgsError } from '../../model/errors.js';
import { now } from '../../system/clock.js';
import { environment, type Environment, variable } from '../../system/environment.js';
import { lastLines, run } from '../../system/exec.js';
import { findExecutable } from '../../system/executables.js';
import { redact } from '../../system/redaction.js';
import { decodeAnswer, encodeCall, type PluginCall, PROTOCOL_VERSION } from './plugin-protocol.js';

/** A key in a KMS, as `--key NAME://RESOURCE` names it. */
export interface KmsReference {
  readonly kind: 'kms';
  readonly uri: string;
  /** The scheme, which names the plugin. */
  readonly plugin: string;
}

/** As long as cosign waits; a person may have to touch a device. */
const PATIENCE_MS = 180_000;

/** A key behind an executable `sigstore-kms-NAME` ({@link PROTOCOL_VERSION plugin-protocol.ts}). */
export class KmsPlugin {
  readonly name: string;
  private readonly resource: string;

  constructor(private readonly reference: KmsReference) {
    this.name = `sigstore-kms-${reference.plugin}`;
    this.resource = reference.uri.slice(`${reference.plugin}://`.length);
  }

  /** The public key, and nothing that would need the private one. @throws AcgsError `tool/missing`, `kms/failed`, `key/invalid` */
  async publicKey(): Promise<KeyObject> {
    return readPublicKey(bytesOf(await this.call({ method: 'publicKey' })).toString('utf8'));
  }

  /** Signs a message, which the plugin hashes. @throws AcgsError `tool/missing`, `kms/failed` */
  async sign(message: Uint8Array, signal?: AbortSignal): Promise<Buffer> {
    return bytesOf(await this.call({ method: 'signMessage' }, message, signal));
  }

  /** Makes the key, of the kind that the plugin likes best, and gives its public half. @throws AcgsError `tool/missing`, `kms/failed` */
  async createKey(): Promise<KeyObject> {
    const algorithm = await this.call({ method: 'defaultAlgorithm' });
    return readPublicKey(bytesOf(await this.call({ method: 'createKey', algorithm })).toString('utf8'));
  }

  private async call(call: PluginCall, message?: Uint8Array, signal?: AbortSignal): Promise<string> {
    const path = findExecutable(this.name);
    if (path === undefined)
      throw new AcgsError('tool/missing', `${this.reference.uri} needs ${this.name}, which is not on PATH`, {
        next: [
          `install the plugin ${this.name}, the same that cosign uses, in a folder of PATH`,
          'a plugin in the working directory or in a folder that everybody may write is not run',
        ],
      });
    const deadline = new Date(now().getTime() + PATIENCE_MS);
    const result = await run(path, [PROTOCOL_VERSION, encodeCall(call, this.resource, deadline)], {
      env: passedOn(),
      input: message ?? '',
      timeoutMs: PATIENCE_MS,
      reads: call.method === 'publicKey' || call.method === 'defaultAlgorithm',
      ...(signal === undefined ? {} : { signal }),
    });
    try {
      return decodeAnswer(call.method, Buffer.from(result.stdout), this.name);
    } catch (error) {
      if (!(error instanceof AcgsError) || result.stderr.trim() === '') throw error;
      throw new AcgsError(error.code, redact(error.message), {
        cause: error,
        next: error.next,
        output: redact(lastLines(result.stderr, 20)),
      });
    }
  }
}

/** `ACGS_PLUGIN_ENV=AWS_PROFILE,VAULT_ADDR`: what the user lets plugins see beyond the clean environment. */
function passedOn(): Environment {
  const names = (variable('ACGS_PLUGIN_ENV') ?? '').split(',').map((name) => name.trim());
  const all = environment();
  return Object.fromEntries(names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}

function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
