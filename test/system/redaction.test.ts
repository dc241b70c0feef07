import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { forgetSecrets, hide, hideSecret, redact, Redactor, visible } from '../../src/system/redaction.js';

afterEach(forgetSecrets);

const SECRET = 'hunter2-hunter2';
const secretArbitrary = fc.string({ minLength: 6, maxLength: 24 });

describe('hide', () => {
  it.each([
    ['plain', SECRET],
    ['URL-encoded', encodeURIComponent('p@ss/w ord')],
    ['base64', Buffer.from(SECRET).toString('base64')],
    ['inside Basic credentials', Buffer.from(`user:${SECRET}`).toString('base64')],
    ['inside Basic credentials, one further', Buffer.from(`users:${SECRET}:x`).toString('base64')],
    ['inside base64url', Buffer.from(`??>${SECRET}>>`).toString('base64url')],
    ['in JSON', JSON.stringify({ token: 'with "quotes"\nand lines' })],
  ])('hides a secret that is written %s', (_form, text) => {
    for (const secret of [SECRET, 'p@ss/w ord', 'with "quotes"\nand lines']) hideSecret(secret);
    const hidden = hide(`before ${text} after`);
    expect(hidden).toContain('***');
    expect(hidden).toMatch(/^before .* after$/);
    for (const secret of [SECRET, 'p@ss', 'quotes']) expect(hidden).not.toContain(secret);
    const decoded = Buffer.from(hidden.slice('before '.length, -' after'.length), 'base64').toString();
    expect(decoded).not.toContain(SECRET);
  });

  it('leaves no registered secret in any text around it', () => {
    fc.assert(
      fc.property(fc.string(), secretArbitrary, fc.string(), (before, secret, after) => {
        forgetSecrets();
        hideSecret(secret);
        // A secret made of asterisks is what it is replaced by.
        fc.pre(!'***'.repeat(20).includes(secret));
        expect(hide(before + secret + after).replaceAll('***', '\0')).not.toContain(secret);
      }),
    );
  });

  it('hides the longer of two secrets that begin alike, takes any string, and leaves ordinary words', () => {
    hideSecret('abcdef');
    hideSecret('abcdefghij');
    expect(hide('x abcdefghij y')).toBe('x *** y');
    expect(() => {
      hideSecret('broken \ud800 surrogate');
    }).not.toThrow();
    hideSecret('short');
    expect(hide('a short word')).toBe('a short word');
    hideSecret(undefined);
  });
});

describe('redact', () => {
  it('finds a secret that a colour sequence or carriage return splits', () => {
    hideSecret(SECRET);
    expect(redact('token hunter2\u001b[31m-hunter2\u001b[0m')).toBe('token ***');
    expect(redact('token hunter2-\rhunter2')).toBe('token ***');
  });

  it('leaves nothing that drives a terminal or reorders text', () => {
    const unsafe = /[^\t\n\u0020-\u007e\u00a0-\u061b\u061d-\u200d\u2010-\u2029\u202f-\u2065\u206a-\uffff]/;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(redact(text)).not.toMatch(unsafe);
      }),
    );
    expect(visible('a\u202eb\u0007c\u009b31m')).toBe('a\\u202eb\\u0007c\\u009b31m');
    expect(visible('tab\tand\nline')).toBe('tab\tand\nline');
  });
});

describe('Redactor', () => {
  const streamed = (text: string, cuts: readonly number[]): string => {
    const redactor = new Redactor();
    const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
    const chunks = [0, ...places].map((from, at) => text.slice(from, places[at]));
    return chunks.map((chunk) => redactor.push(chunk)).join('') + redactor.end();
  };

  it('hides the same in pieces as in one, wherever the text is cut', () => {
    const texts = fc.array(fc.constantFrom(SECRET, 'hunter', 'hunter2-', '2-hunter2', ' ', 'plain text'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(texts, fc.array(fc.nat(200)), (parts, cuts) => {
        forgetSecrets();
        hideSecret(SECRET);
        const text = parts.join('');
        expect(streamed(text, cuts)).toBe(hide(text));
      }),
    );
  });

  it('never lets a secret through, with any secrets and any cuts', () => {
    const abc = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 6, maxLength: 10 });
    fc.assert(
      fc.property(abc, abc, fc.array(fc.nat(60)), (one, two, cuts) => {
        forgetSecrets();
        hideSecret(one);
        hideSecret(two);
        const shown = streamed(`${one}${two} ${two}${one}`, cuts);
        expect(shown).not.toContain(one);
        expect(shown).not.toContain(two);
      }),
    );
  });

  it('holds back what may be a longer secret than the one it sees', () => {
    hideSecret('abcdef');
    hideSecret('abcdefghij');
    expect(streamed('x abcdefghij y', [8])).toBe('x *** y');
  });

  it('passes ordinary text at once', () => {
    hideSecret(SECRET);
    const redactor = new Redactor();
    expect(redactor.push('building…\n')).toBe('building…\n');
  });
});
