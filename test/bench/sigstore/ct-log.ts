import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { ASN1Obj } from '@sigstore/core';
import { bodyOf, type HttpService, sendJson, startHttpService } from './http-service.js';

/** A certificate transparency log that promises and forgets: enough for a certificate authority to embed its promises. */
export interface CtLog extends HttpService {
  readonly publicKey: KeyObject;
}

const POISON = '1.3.6.1.4.1.11129.2.4.3';

/** Starts one that answers `add-pre-chain` (RFC 6962, 3.2 and 4.2). */
export async function startCtLog(): Promise<CtLog> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
  const service = await startHttpService(async (request, response, { pathname }) => {
    if (pathname !== '/ct/v1/add-pre-chain') return sendJson(response, { message: 'not found' }, 404);
    const { chain } = JSON.parse((await bodyOf(request)).toString()) as { chain: string[] };
    const [precertificate = '', issuer = ''] = chain;
    const timestamp = Date.now();
    const signed = signedEntry(
      Buffer.from(precertificate, 'base64'),
      Buffer.from(issuer, 'base64'),
      timestamp,
    );
    const signature = sign('sha256', signed, privateKey);
    sendJson(response, {
      sct_version: 0,
      id: id.toString('base64'),
      timestamp,
      extensions: '',
      // SHA-256, ECDSA, and the signature behind its length (RFC 5246, 4.7)
      signature: Buffer.concat([Buffer.of(4, 3), sized(signature, 2)]).toString('base64'),
    });
  });
  return { ...service, publicKey };
}

function signedEntry(precertificate: Buffer, issuer: Buffer, timestamp: number): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(timestamp));
  const issuerHash = createHash('sha256').update(spkiOf(issuer)).digest();
  const tbs = withoutPoison(precertificate);
  // version 1, certificate_timestamp, time, precert_entry
  return Buffer.concat([Buffer.of(0, 0), time, Buffer.of(0, 1), issuerHash, sized(tbs, 3), Buffer.of(0, 0)]);
}

function withoutPoison(certificate: Buffer): Buffer {
  const tbs = ASN1Obj.parseBuffer(Buffer.from(certificate)).subs[0];
  const extensions = tbs?.subs.at(-1)?.subs[0];
  const at = extensions?.subs.findIndex(({ subs }) => subs[0]?.toOID() === POISON) ?? -1;
  if (tbs === undefined || at < 0) throw new Error('a precertificate without poison');
  extensions?.subs.splice(at, 1);
  return tbs.toDER();
}

function spkiOf(certificate: Buffer): Buffer {
  const spki = ASN1Obj.parseBuffer(Buffer.from(certificate)).subs[0]?.subs[6];
  if (spki === undefined) throw new Error('an issuer without a key');
  return spki.toDER();
}

function sized(bytes: Buffer, width: number): Buffer {
  const length = Buffer.alloc(width);
  length.writeUIntBE(bytes.length, 0, width);
  return Buffer.concat([length, bytes]);
}
