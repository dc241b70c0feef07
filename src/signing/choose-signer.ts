import { createPublicKey, type KeyObject } from 'node:crypto';
import { AcgsError } from '../model/errors.js';
import { type SigningServices } from '../trust/signing-services.js';
import { NO_ANCHORS, type TrustAnchors } from '../trust/trust-anchors.js';
import { type IdentityToken } from './identity/identity-token.js';
import { type TokenSource } from './identity/token-source.js';
import { describeReference, loadPrivateKey, parseKeyReference } from './load-key.js';
import { type KmsReference } from './kms/kms-plugin.js';
import { type SigningParties } from './sign-content.js';
import { type Signer } from './signer.js';
import { fulcioSigner } from './signers/fulcio-signer.js';
import { keySigner } from './signers/key-signer.js';
import { witnessesOf } from './witnesses/witnesses-of.js';

/** What the user said of who signs. */
export interface SignerRequest {
  /** `--key`: path, `env://VARIABLE` or the URI of a key in a KMS. */
  readonly key?: string;
  /** Signs keyless, as whom the token names; a key goes first. */
  readonly identity?: TokenSource;
  /** Who certifies and vouches. A key needs nobody; an identity needs a certificate authority and a log. */
  readonly services?: SigningServices;
  /** Authorities and logs to verify the result with; not loaded where there is neither certificate nor log entry. */
  readonly anchors?: () => Promise<TrustAnchors>;
  readonly signal?: AbortSignal;
}

/** By what signatures are made, for whoever verifies them. */
export type SignedBy =
  | { readonly kind: 'key'; readonly publicKey: KeyObject }
  /**
   * `certificate` gives the leaf, PEM; it asks the authority for one where there is none yet. `token` gives what it is asked for with,
   * and tells nobody.
   */
  | {
      readonly kind: 'certificate';
      readonly certificate: () => Promise<string>;
      readonly token: () => Promise<IdentityToken>;
    };

/** The parties of a signature, and what to verify it with afterwards. */
export interface ChosenSigner extends SigningParties {
  /** For messages before anything is signed: `cosign.key`, `the identity of this GitHub Actions job`. */
  readonly description: string;
  readonly signedBy: SignedBy;
  /** Finds out whether it could sign, without telling anybody who signs. @throws AcgsError `identity/*`, `service/*` */
  check(): Promise<void>;
  /** Authorities and logs that its signatures verify with. */
  readonly anchors: () => Promise<TrustAnchors>;
}

/**
 * The one place that chooses who signs: a key, else an identity, else nobody. A key is opened once, here: scrypt costs half a second.
 * @throws AcgsError `key/not-found`, `key/invalid`, `key/password`, `tool/missing`, `kms/failed`, `usage/invalid` where an identity lacks a service
 */
export async function chooseSigner(request: SignerRequest): Promise<ChosenSigner | undefined> {
  if (request.key !== undefined) return await signerWithKey(request.key, request);
  return request.identity === undefined ? undefined : signerWithIdentity(request.identity, request);
}

async function signerWithKey(named: string, request: SignerRequest): Promise<ChosenSigner> {
  const reference = parseKeyReference(named);
  if (reference.kind === 'kms') return await signerInKms(reference, request);
  return signerOfKey(await loadPrivateKey(reference), describeReference(reference), request);
}

/** A key that a KMS keeps: its public half is asked for once, here. */
async function signerInKms(reference: KmsReference, request: SignerRequest): Promise<ChosenSigner> {
  const [{ KmsPlugin }, { kmsPluginSigner }] = await Promise.all([
    import('./kms/kms-plugin.js'),
    import('./signers/kms-plugin-signer.js'),
  ]);
  const plugin = new KmsPlugin(reference);
  const publicKey = await plugin.publicKey();
  return witnessedKey(
    { signer: kmsPluginSigner(plugin, publicKey, request.signal), publicKey },
    reference.uri,
    request,
  );
}

/** A signer with a key that is at hand, and those who vouch for it. */
export function signerOfKey(
  key: KeyObject,
  description: string,
  request: Pick<SignerRequest, 'services' | 'anchors' | 'signal'> = {},
): ChosenSigner {
  return witnessedKey({ signer: keySigner(key), publicKey: createPublicKey(key) }, description, request);
}

function witnessedKey(
  { signer, publicKey }: { readonly signer: Signer; readonly publicKey: KeyObject },
  description: string,
  request: Pick<SignerRequest, 'services' | 'anchors' | 'signal'>,
): ChosenSigner {
  const witnesses = witnessesOf(request);
  return {
    signer,
    witnesses,
    description,
    signedBy: { kind: 'key', publicKey },
    check: () => Promise.resolve(),
    anchors: witnesses.length === 0 ? noAnchors : (request.anchors ?? noAnchors),
  };
}

function signerWithIdentity(identity: TokenSource, request: SignerRequest): ChosenSigner {
  const { services, anchors = noAnchors, signal } = request;
  const authority = services?.certificateAuthority;
  if (services === undefined || authority === undefined || services.logs.length === 0)
    throw new AcgsError(
      'usage/invalid',
      `signing without a key needs a certificate authority and a log, and ${authority === undefined ? 'no authority' : 'no log'} is named`,
      {
        next: ['name both: --fulcio-url and --rekor-url', 'or pass a signing config: --signing-config FILE'],
      },
    );
  // A log of version 2 says no time, and a certificate that lives for minutes is worth nothing without one.
  if (services.logs.every(({ apiVersion }) => apiVersion === 2) && services.timestampAuthorities.length === 0)
    throw new AcgsError(
      'usage/invalid',
      'signing without a key into a log of version 2 needs a timestamp authority, and none is named',
      { next: ['name one: --timestamp-server-url, or tsaUrls in the signing config'] },
    );
  const signer = fulcioSigner(authority, identity, signal);
  return {
    signer,
    witnesses: witnessesOf(request),
    description: identity.description,
    signedBy: {
      kind: 'certificate',
      certificate: () => signer.certificate(),
      token: () => identity.token(),
    },
    async check() {
      await identity.token();
    },
    anchors,
  };
}

const noAnchors = (): Promise<TrustAnchors> => Promise.resolve(NO_ANCHORS);
