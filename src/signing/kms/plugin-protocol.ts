import { AcgsError } from '../../model/errors.js';
import { asRecord, parseBoundedJson } from '../../model/bounded-json.js';

/**
 * cosign's protocol for keys in a KMS or HSM (sigstore/sigstore, pkg/signature/kms/cliplugin, common/interface.go): an executable
 * `sigstore-kms-NAME` is called once a method, with the protocol's version and one JSON document as arguments, the message on
 * standard input, and one JSON document as answer. The exit code says nothing.
 */
export const PROTOCOL_VERSION = 'v1';

/** Go's `crypto.SHA256`: cosign asks every KMS key for it, and so do we (evidence/key-algorithm.ts). */
const SHA_256 = 5;
const ANSWER = { bytes: 1024 * 1024, depth: 8 };

/** A call of a plugin, each with the arguments of its Go method. */
export type PluginCall =
  | { readonly method: 'defaultAlgorithm' }
  | { readonly method: 'createKey'; readonly algorithm: string }
  | { readonly method: 'publicKey' }
  | { readonly method: 'signMessage' };

/** What a method answers; bytes are base64, as Go writes `[]byte`. */
const ANSWERS: Readonly<Record<PluginCall['method'], string>> = {
  defaultAlgorithm: 'defaultAlgorithm',
  createKey: 'publicKeyPEM',
  publicKey: 'publicKeyPEM',
  signMessage: 'signature',
};

/** The JSON argument of a call, field by field what Go's `json.Marshal` writes. */
export function encodeCall(call: PluginCall, keyResourceID: string, deadline: Date): string {
  const ctxDeadline = deadline.toISOString();
  const rpcOptions = { ctxDeadline, keyVersion: '', remoteVerification: false };
  return JSON.stringify({
    initOptions: {
      ctxDeadline,
      protocolVersion: PROTOCOL_VERSION,
      keyResourceID,
      hashFunc: SHA_256,
      rpcOptions,
    },
    methodName: call.method,
    [call.method]: argumentsOf(call, ctxDeadline, rpcOptions),
  });
}

function argumentsOf(call: PluginCall, ctxDeadline: string, rpcOptions: object): object {
  switch (call.method) {
    case 'defaultAlgorithm':
      return {};
    case 'createKey':
      return { ctxDeadline, algorithm: call.algorithm };
    case 'publicKey':
      return { publicKeyOptions: { rpcOptions } };
    case 'signMessage':
      return { signOptions: { rpcOptions, messageOptions: { digest: null } } };
  }
}

/**
 * The one value of an answer: text, or base64 of bytes.
 * @param plugin name of the executable, for messages
 * @throws AcgsError `kms/failed` for the plugin's own error, and for what the protocol does not allow
 */
export function decodeAnswer(method: PluginCall['method'], answer: Buffer, plugin: string): string {
  const response = parse(answer, plugin);
  const error = response['errorMessage'];
  if (typeof error === 'string' && error !== '')
    throw new AcgsError('kms/failed', `${plugin}: ${error.slice(0, 500)}`);
  const value = asRecord(response[method])?.[ANSWERS[method]];
  if (typeof value !== 'string' || value === '')
    throw new AcgsError('kms/failed', `${plugin} answered ${method} without ${ANSWERS[method]}`);
  return value;
}

function parse(answer: Buffer, plugin: string): Readonly<Record<string, unknown>> {
  try {
    const record = asRecord(parseBoundedJson(answer, 'the answer', ANSWER));
    if (record !== undefined) return record;
  } catch (error) {
    throw new AcgsError('kms/failed', `${plugin} answered something that is no JSON document`, {
      cause: error,
    });
  }
  throw new AcgsError('kms/failed', `${plugin} answered something that is no JSON object`);
}
