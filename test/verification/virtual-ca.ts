import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { X509Certificate } from '@sigstore/core';
import {
  type Bundle,
  encodeBundle,
  envelopeBundle,
  type TransparencyLogEntry,
} from '../../src/evidence/bundle.js';
import { preAuthEncoding } from '../../src/evidence/dsse.js';
import { toPem } from '../../src/evidence/pem.js';
import { signBytes } from '../../src/evidence/raw-signature.js';
import { encodeStatement, signatureStatement } from '../../src/evidence/statement-codec.js';
import { type Digest } from '../../src/model/digest.js';
import { IN_TOTO } from '../../src/model/media-types.js';
import { type Statement } from '../../src/model/statement.js';
import { readTrustedRoot } from '../../src/trust/trusted-root.js';
import { type TrustAnchors } from '../../src/trust/trust-anchors.js';
import { authority, type Holder, leaf, type LeafRequest, type Window } from './virtual/certificates.js';
import { enter, makeLog, type VirtualLog } from './virtual/log.js';
import { stamp } from './virtual/timestamps.js';

const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;
/** When everything in a virtual Sigstore happens, unless a test says otherwise. */
export const SIGNED_AT = new Date('2026-03-01T12:00:00Z');
export const SUBJECT = 'https://github.com/acme/api/.github/workflows/release.yml@refs/tags/v1.2.3';
export const ISSUER = 'https://token.actions.githubusercontent.com';
const CODE_TIMESTAMPING = '1.3.6.1.5.5.7.3.8';

export const around = (at: Date, before: number, after: number): Window => ({
  start: new Date(at.getTime() - before),
  end: new Date(at.getTime() + after),
});

/** What a test may bend about a keyless bundle; everything left out is as it should be. */
export interface Recipe {
  readonly statement?: Statement;
  readonly payload?: Buffer;
  readonly payloadType?: string;
  readonly leaf?: Partial<LeafRequest>;
  /** Another certificate in the log entry than in the bundle. */
  readonly loggedCertificate?: Buffer;
  readonly log?: VirtualLog;
  readonly logs?: readonly VirtualLog[];
  readonly logVersion?: 'dsse' | 'hashedrekord-v2' | 'intoto';
  readonly integratedAt?: Date | 'none';
  readonly stampedAt?: Date;
  readonly stampedData?: Buffer;
  readonly tsa?: VirtualTsa;
  readonly noLog?: boolean;
  readonly issuer?: Holder;
  readonly signWith?: KeyObject;
  readonly repeatEntry?: boolean;
  /** A second entry in the same log, of this version. */
  readonly enteredAgainAs?: Recipe['logVersion'];
}

interface VirtualTsa {
  readonly chain: readonly Buffer[];
  readonly holder: Holder;
}

/** A whole Sigstore in memory: certificate authority, certificate log, transparency logs, timestamp authority. */
export class VirtualSigstore {
  readonly root = authority('virtual root', around(SIGNED_AT, YEAR, YEAR));
  readonly intermediate = authority('virtual intermediate', around(SIGNED_AT, YEAR, YEAR), this.root);
  readonly ctLog = makeLog('ct.virtual');
  readonly rekor = makeLog('rekor.virtual');
  readonly secondRekor = makeLog('second.rekor.virtual');
  readonly tsa = this.makeTsa();

  makeTsa(): VirtualTsa {
    const tsaRoot = authority('virtual tsa root', around(SIGNED_AT, YEAR, YEAR));
    const holder = authority('virtual tsa', around(SIGNED_AT, YEAR, YEAR), tsaRoot, CODE_TIMESTAMPING);
    return { holder, chain: [holder.der, tsaRoot.der] };
  }

  /** `trusted_root.json`, to be bent by `change` before it is read. */
  anchors(change: (json: TrustedRootJson) => void = () => undefined): TrustAnchors {
    const json = this.trustedRoot();
    change(json);
    return readTrustedRoot(Buffer.from(JSON.stringify(json)));
  }

  trustedRoot(): TrustedRootJson {
    const window = { start: around(SIGNED_AT, YEAR, 0).start.toISOString() };
    const log = ({ host, publicKey, id }: VirtualLog): TrustedRootJson['tlogs'][number] => ({
      baseUrl: `https://${host}`,
      hashAlgorithm: 'SHA2_256',
      publicKey: {
        rawBytes: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
        keyDetails: 'PKIX_ECDSA_P256_SHA_256',
        validFor: { ...window },
      },
      logId: { keyId: id.toString('base64') },
    });
    const chain = (ders: readonly Buffer[]): TrustedRootJson['certificateAuthorities'][number] => ({
      subject: { organization: 'virtual', commonName: 'virtual' },
      uri: 'https://virtual',
      certChain: { certificates: ders.map((der) => ({ rawBytes: der.toString('base64') })) },
      validFor: { ...window },
    });
    return {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [log(this.rekor), log(this.secondRekor)],
      certificateAuthorities: [chain([this.intermediate.der, this.root.der])],
      ctlogs: [log(this.ctLog)],
      timestampAuthorities: [chain(this.tsa.chain)],
    };
  }

  certificate(
    publicKey: KeyObject,
    bend: Partial<LeafRequest> = {},
    issuer: Holder = this.intermediate,
  ): Buffer {
    return leaf(issuer, {
      publicKey,
      window: around(SIGNED_AT, MINUTE, 9 * MINUTE),
      subject: SUBJECT,
      ctLog: this.ctLog.key,
      ctLogId: this.ctLog.id,
      claims: { issuer: ISSUER, sourceRepositoryURI: 'https://github.com/acme/api', ...bend.claims },
      ...without(bend, 'claims'),
    });
  }

  /** A keyless bundle around a statement about `subject`. */
  async keyless(subject: Digest, recipe: Recipe = {}): Promise<Bundle> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = this.certificate(publicKey, recipe.leaf, recipe.issuer);
    const payload = recipe.payload ?? encodeStatement(recipe.statement ?? signatureStatement(subject));
    const payloadType = recipe.payloadType ?? IN_TOTO;
    const signature = signBytes(recipe.signWith ?? privateKey, preAuthEncoding(payloadType, payload));
    const pem = toPem('CERTIFICATE', recipe.loggedCertificate ?? certificate);
    const logs = recipe.noLog === true ? [] : (recipe.logs ?? [recipe.log ?? this.rekor]);
    const signed = { payload, payloadType, signature, pem };
    const again = recipe.enteredAgainAs;
    const logEntries = [
      ...logs.map((log) => this.entry(log, recipe, signed)),
      ...(again === undefined ? [] : [this.entry(this.rekor, { ...recipe, logVersion: again }, signed)]),
    ];
    const stamped =
      recipe.stampedAt === undefined
        ? []
        : [this.stamp(recipe.stampedData ?? signature, recipe.stampedAt, recipe.tsa)];
    return envelopeBundle(
      { payload, payloadType, signature },
      {
        signer: { kind: 'certificate', certificate },
        logEntries: recipe.repeatEntry === true ? [...logEntries, ...logEntries] : logEntries,
        timestamps: stamped,
      },
    );
  }

  async keylessBytes(subject: Digest, recipe: Recipe = {}): Promise<Buffer> {
    return encodeBundle(await this.keyless(subject, recipe));
  }

  /** A bundle signed by a key, over a statement or (with `message`) over bytes, entered in a log if `recipe.log` is given. */
  async keyed(
    key: KeyObject,
    publicPem: string,
    hint: string,
    subject: Digest,
    recipe: Recipe = {},
  ): Promise<Buffer> {
    const payload = recipe.payload ?? encodeStatement(recipe.statement ?? signatureStatement(subject));
    const payloadType = recipe.payloadType ?? IN_TOTO;
    const signature = signBytes(key, preAuthEncoding(payloadType, payload));
    const logEntries =
      recipe.log === undefined
        ? []
        : [this.entry(recipe.log, recipe, { payload, payloadType, signature, pem: publicPem })];
    return encodeBundle(
      envelopeBundle(
        { payload, payloadType, signature },
        { signer: { kind: 'public-key', hint }, logEntries },
      ),
    );
  }

  stamp(data: Buffer, at: Date, tsa: VirtualTsa = this.tsa): Buffer {
    const certificate = X509Certificate.parse(Buffer.from(tsa.chain[0] ?? Buffer.alloc(0)));
    const parsed = certificate.root.subs[0];
    const serial = parsed?.subs[1]?.toDER() ?? Buffer.alloc(0);
    const issuer = parsed?.subs[3]?.toDER() ?? Buffer.alloc(0);
    return stamp(data, tsa.holder, issuer, serial, at);
  }

  private entry(
    log: VirtualLog,
    { logVersion = 'dsse', integratedAt = SIGNED_AT }: Recipe,
    signed: { payload: Buffer; payloadType: string; signature: Buffer; pem: string },
  ): TransparencyLogEntry {
    const time = integratedAt === 'none' ? {} : { integratedAt };
    const payloadHash = createHash('sha256').update(signed.payload).digest('hex');
    const verifier = Buffer.from(signed.pem).toString('base64');
    const content = signed.signature.toString('base64');
    if (logVersion === 'hashedrekord-v2') {
      const digest = createHash('sha256')
        .update(preAuthEncoding(signed.payloadType, signed.payload))
        .digest('base64');
      const rawBytes = signed.pem.replace(/-----[^-]+-----|\s/g, '');
      const isCertificate = signed.pem.includes('CERTIFICATE');
      return enter(log, {
        kind: 'hashedrekord',
        version: '0.0.2',
        body: {
          apiVersion: '0.0.2',
          kind: 'hashedrekord',
          spec: {
            hashedRekordV002: {
              data: { algorithm: 'SHA2_256', digest },
              signature: {
                content,
                verifier: {
                  keyDetails: 'PKIX_ECDSA_P256_SHA_256',
                  [isCertificate ? 'x509Certificate' : 'publicKey']: { rawBytes },
                },
              },
            },
          },
        },
      });
    }
    if (logVersion === 'intoto')
      return enter(log, {
        kind: 'intoto',
        version: '0.0.2',
        body: {
          apiVersion: '0.0.2',
          kind: 'intoto',
          spec: {
            content: {
              envelope: {
                payloadType: signed.payloadType,
                signatures: [{ publicKey: verifier, sig: Buffer.from(content).toString('base64') }],
              },
              payloadHash: { algorithm: 'sha256', value: payloadHash },
            },
          },
        },
        ...time,
      });
    return enter(log, {
      kind: 'dsse',
      version: '0.0.1',
      body: {
        apiVersion: '0.0.1',
        kind: 'dsse',
        spec: {
          payloadHash: { algorithm: 'sha256', value: payloadHash },
          signatures: [{ signature: content, verifier }],
        },
      },
      ...time,
    });
  }
}

export interface TrustedRootJson {
  mediaType: string;
  tlogs: {
    baseUrl: string;
    hashAlgorithm: string;
    publicKey: { rawBytes: string; keyDetails: string; validFor: { start?: string; end?: string } };
    logId: { keyId: string };
  }[];
  ctlogs: TrustedRootJson['tlogs'];
  certificateAuthorities: {
    subject: object;
    uri: string;
    certChain: { certificates: { rawBytes: string }[] };
    validFor: { start?: string; end?: string };
  }[];
  timestampAuthorities: TrustedRootJson['certificateAuthorities'];
}

function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  const { [key]: _dropped, ...rest } = object;
  return rest;
}
