import { generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { toPem } from '../../evidence/pem.js';
import { publicKeyPem, spkiOf } from '../../evidence/public-key.js';
import { signBytes } from '../../evidence/raw-signature.js';
import { AcgsError } from '../../model/errors.js';
import { asRecord, parseBoundedJson } from '../../model/bounded-json.js';
import { callService } from '../../system/call-service.js';
import { monotonic } from '../../system/clock.js';
import { type IdentityToken } from '../identity/identity-token.js';
import { type TokenSource } from '../identity/token-source.js';
import { type Signer } from '../signer.js';

const SERVICE = 'the certificate authority';
const LIMITS = { bytes: 256 * 1024, depth: 16 };
/** A certificate is not used in its last minutes: the log may take its time before it says when it saw the signature. */
const RESERVE_MS = 3 * 60_000;

/** A signer whose certificate says who it is. */
export interface CertifiedSigner extends Signer {
  /** The leaf certificate that it signs with, PEM; asks for one where there is none yet. */
  certificate(): Promise<string>;
}

interface Certified {
  readonly key: KeyObject;
  readonly certificate: string;
  /** Until when it may be used, on the monotonic clock. */
  readonly until: number;
}

/**
 * Signs with a key that lives as long as its certificate, some minutes, and only in memory. The certificate authority (Fulcio)
 * certifies it for the identity of a token (sigstore/fulcio, fulcio.proto, CreateSigningCertificate). Signatures made within
 * the life of a certificate share it.
 */
export function fulcioSigner(url: string, source: TokenSource, signal?: AbortSignal): CertifiedSigner {
  let current: Promise<Certified> | undefined;
  const certified = async (): Promise<Certified> => {
    const known = await current;
    if (known !== undefined && monotonic() < known.until) return known;
    const next = certify(url, await source.token(), signal);
    current = next;
    next.catch(() => (current = undefined));
    return await next;
  };
  // Two signatures at the same time must not ask for two certificates.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = async (): Promise<Certified> => {
    const mine = turn.then(certified, certified);
    turn = mine;
    return await mine;
  };
  return {
    async sign(data) {
      const { key, certificate } = await inTurn();
      return { signature: signBytes(key, data), key: { $case: 'x509Certificate', certificate } };
    },
    async certificate() {
      return (await inTurn()).certificate;
    },
  };
}

async function certify(
  url: string,
  token: IdentityToken,
  signal: AbortSignal | undefined,
): Promise<Certified> {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const asked = monotonic();
  const { body } = await callService({
    service: SERVICE,
    method: 'POST',
    url: `${url}/api/v2/signingCert`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    // Asked again after a lost answer it issues another certificate; the first is never used.
    body: JSON.stringify({
      credentials: { oidcIdentityToken: token.raw },
      publicKeyRequest: {
        publicKey: { algorithm: 'ECDSA', content: publicKeyPem(publicKey) },
        proofOfPossession: signBytes(key, Buffer.from(token.subject)).toString('base64'),
      },
    }),
    limit: LIMITS.bytes,
    ...(signal === undefined ? {} : { signal }),
  });
  const leaf = readCertificate(leafIn(body));
  if (!spkiOf(leaf.publicKey).equals(spkiOf(publicKey)))
    throw invalid('the certificate is for another key than ours');
  const life = leaf.validToDate.getTime() - leaf.validFromDate.getTime();
  // Logs keep PEM in one form, whichever it came in.
  return { key, certificate: toPem('CERTIFICATE', leaf.raw), until: asked + Math.max(0, life - RESERVE_MS) };
}

/** The leaf of the chain; the promise of the certificate log must stand inside it, since bundles have no other place for it. */
function leafIn(body: Buffer): string {
  let answer: Readonly<Record<string, unknown>> | undefined;
  try {
    answer = asRecord(parseBoundedJson(body, 'the answer', LIMITS));
  } catch (error) {
    throw invalid('expected JSON', error);
  }
  if (answer?.['signedCertificateDetachedSct'] !== undefined)
    throw invalid('the certificate comes without the promise of a certificate transparency log in it');
  const chain = asRecord(asRecord(answer?.['signedCertificateEmbeddedSct'])?.['chain'])?.['certificates'];
  const leaf: unknown = Array.isArray(chain) ? chain[0] : undefined;
  if (typeof leaf === 'string') return leaf;
  throw invalid('expected a chain of certificates');
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw invalid('the certificate cannot be read', error);
  }
}

function invalid(why: string, cause?: unknown): AcgsError {
  return new AcgsError('service/invalid', `the answer of ${SERVICE} cannot be used: ${why}`, { cause });
}
