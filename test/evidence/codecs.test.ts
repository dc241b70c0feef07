import { describe, expect, it } from 'vitest';
import { preAuthEncoding } from '../../src/evidence/dsse.js';
import {
  decodeLegacyAnnotations,
  encodeLegacyLogEntry,
  encodeLegacyTimestamp,
  LEGACY_ANNOTATION,
} from '../../src/evidence/legacy-annotations.js';
import { isSameEvidence } from '../../src/evidence/same-evidence.js';
import { decodeSimpleSigning, encodeSimpleSigning } from '../../src/evidence/simple-signing.js';
import { decodeStatement, encodeStatement, signatureStatement } from '../../src/evidence/statement-codec.js';
import { vulnPredicate } from '../../src/evidence/vuln-predicate.js';
import { digestOf } from '../../src/model/digest.js';
import { PREDICATE } from '../../src/model/predicate-types.js';
import { type Statement, STATEMENT_V1 } from '../../src/model/statement.js';

const image = digestOf('an image');
const hex = image.slice(7);

describe('the pre-authentication encoding', () => {
  it('counts bytes of UTF-8, so that no signature moves to another type', () => {
    expect(preAuthEncoding('application/vnd.in-toto+json', Buffer.from('hello')).toString()).toBe(
      'DSSEv1 28 application/vnd.in-toto+json 5 hello',
    );
    expect(preAuthEncoding('å', Buffer.from('é')).toString()).toBe('DSSEv1 2 å 2 é');
  });
});

describe('a statement', () => {
  const statement: Statement = {
    _type: STATEMENT_V1,
    subject: [{ name: 'x', digest: { sha256: hex } }],
    predicateType: PREDICATE.vsa,
    predicate: { a: 1 },
  };

  it('is read as it was written', () => {
    expect(decodeStatement(encodeStatement(statement))).toEqual(statement);
  });

  it.each<[string, unknown]>([
    ['no object', []],
    ['of another type', { ...statement, _type: 'https://in-toto.io/Statement/v9' }],
    ['without subject', { ...statement, subject: [] }],
    ['whose subject is no list', { ...statement, subject: { digest: { sha256: hex } } }],
    ['whose subject has no digest', { ...statement, subject: [{ name: 'x' }] }],
    ['whose subject has an empty digest set', { ...statement, subject: [{ digest: {} }] }],
    ['whose digest is too short', { ...statement, subject: [{ digest: { sha256: 'ab' } }] }],
    ['whose digest is in capitals', { ...statement, subject: [{ digest: { sha256: hex.toUpperCase() } }] }],
    ['whose digest is no text', { ...statement, subject: [{ digest: { sha256: 1 } }] }],
    ['without predicate type', { ...statement, predicateType: '' }],
  ])('%s is refused', (_name, broken) => {
    expect(() => decodeStatement(Buffer.from(JSON.stringify(broken)))).toThrow(
      expect.objectContaining({ code: 'evidence/invalid', exit: 4 }),
    );
  });
});

describe('the same evidence', () => {
  const scan = (startedOn: string, database: string): Statement => ({
    ...signatureStatement(image),
    predicateType: PREDICATE.vuln,
    predicate: vulnPredicate({
      scanner: 'pkg:x',
      scannerVersion: '1',
      database: { uri: 'db', version: database },
      result: { CreatedAt: startedOn, Results: [] },
      startedOn: new Date(startedOn),
      finishedOn: new Date(startedOn),
    }),
  });

  it('is the same at another time, and other evidence with another database', () => {
    const [monday, tuesday] = ['2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'];
    expect(isSameEvidence(scan(monday, '1'), scan(tuesday, '1'))).toBe(true);
    expect(isSameEvidence(scan(monday, '1'), scan(monday, '2'))).toBe(false);
  });

  it('is other evidence of another subject or type, or with another predicate', () => {
    const signature = signatureStatement(image);
    expect(isSameEvidence(signature, signatureStatement(digestOf('other')))).toBe(false);
    expect(isSameEvidence(signature, { ...signature, predicateType: PREDICATE.vsa })).toBe(false);
    expect(isSameEvidence(signature, { ...signature, predicate: { a: 1 } })).toBe(false);
  });

  it('does not change what it compares', () => {
    const statement = scan('2026-01-05T00:00:00Z', '1');
    const before = JSON.stringify(statement);
    isSameEvidence(statement, statement);
    expect(JSON.stringify(statement)).toBe(before);
  });
});

describe('cosign’s simple signing payload', () => {
  it('has the fields of cosign’s in their order', () => {
    expect(encodeSimpleSigning(image, 'ghcr.io/acme/api').toString()).toBe(
      `{"critical":{"identity":{"docker-reference":"ghcr.io/acme/api"},"image":{"docker-manifest-digest":"${image}"},"type":"cosign container image signature"},"optional":null}`,
    );
  });

  it('is read as written, and in the old spelling', () => {
    const written = encodeSimpleSigning(image, 'ghcr.io/acme/api', { a: 'b' });
    expect(decodeSimpleSigning(written)).toEqual({
      image,
      reference: 'ghcr.io/acme/api',
      annotations: { a: 'b' },
    });
    const old = written
      .toString()
      .replace('critical', 'Critical')
      .replace('"image"', '"Image"')
      .replace('docker-manifest', 'Docker-manifest');
    expect(decodeSimpleSigning(Buffer.from(old)).image).toBe(image);
  });

  it.each([
    ['two spellings of one key', `{"critical":{},"Critical":{}}`],
    ['no digest', `{"critical":{"type":"cosign container image signature"}}`],
    ['another type', `{"critical":{"image":{"docker-manifest-digest":"${image}"},"type":"atomic"}}`],
    ['no object', '[]'],
  ])('with %s is refused', (_name, text) => {
    expect(() => decodeSimpleSigning(Buffer.from(text))).toThrow(
      expect.objectContaining({ code: 'evidence/invalid' }),
    );
  });
});

describe('annotations of a legacy layer', () => {
  const entry = {
    logIndex: '7',
    logId: { keyId: Buffer.from('abcd', 'hex') },
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
    integratedTime: '1700000000',
    inclusionPromise: { signedEntryTimestamp: Buffer.from('set') },
    inclusionProof: undefined,
    canonicalizedBody: Buffer.from('{"kind":"hashedrekord","apiVersion":"0.0.1"}'),
  };

  it('are read as written', () => {
    const annotations = {
      [LEGACY_ANNOTATION.signature]: Buffer.from('sig').toString('base64'),
      [LEGACY_ANNOTATION.logEntry]: encodeLegacyLogEntry(entry) ?? '',
      [LEGACY_ANNOTATION.timestamp]: encodeLegacyTimestamp(Buffer.from('tsr')),
    };
    expect(decodeLegacyAnnotations(annotations)).toEqual({
      signature: Buffer.from('sig'),
      certificate: undefined,
      logEntries: [entry],
      timestamps: [Buffer.from('tsr')],
    });
  });

  it.each([
    ['a certificate that is none', { [LEGACY_ANNOTATION.certificate]: 'x' }],
    ['a log entry without fields', { [LEGACY_ANNOTATION.logEntry]: '{"Payload":{}}' }],
    ['a log entry that is no JSON', { [LEGACY_ANNOTATION.logEntry]: '{' }],
    ['a timestamp without field', { [LEGACY_ANNOTATION.timestamp]: '{}' }],
  ])('with %s are refused', (_name, annotations) => {
    expect(() => decodeLegacyAnnotations(annotations)).toThrow(
      expect.objectContaining({ code: 'evidence/invalid' }),
    );
  });
});
