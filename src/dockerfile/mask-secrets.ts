import { keyValues } from './parse/key-values.js';
import { type Dockerfile, type Instruction } from './parse/nodes.js';
import { parseDockerfile } from './parse/parse-dockerfile.js';
import { perNode } from './parse/per-node.js';
import { type Span } from './parse/span.js';
import { findSecrets } from './rules/shared/secret-forms.js';
import { isSecretToBuildkit, isSecretToHadolint } from './rules/shared/secret-names.js';

/** Shorter values are no secrets, and would make holes in messages that speak of other things. */
const LEAST_IN_MESSAGES = 8;

/**
 * Where secrets stand in a Dockerfile: texts of the form of a credential, private keys up to their end, and the values of variables that
 * are secrets by their names. What a variable or a secret mount brings is none.
 */
export const secretSpans = perNode((dockerfile: Dockerfile): readonly Span[] => [
  ...findSecrets(dockerfile).map(({ span }) => wholeKey(dockerfile.text, span)),
  ...dockerfile.instructions.flatMap((instruction) => secretValues(instruction.deferred ?? instruction)),
]);

/** The text with its secrets masked: as long as before, so that places in it stay what they are. */
export function maskSecrets(text: string, spans = secretSpans(parseDockerfile(text))): string {
  let masked = text;
  for (const { start, end } of spans)
    masked = masked.slice(0, start) + masked.slice(start, end).replace(/[^\s]/g, '*') + masked.slice(end);
  return masked;
}

/** Masks the secrets of a Dockerfile in texts about it, a message that quotes a word, say. */
export const secretMasker = perNode((dockerfile: Dockerfile): ((message: string) => string) => {
  const secrets = secretSpans(dockerfile)
    .map(({ start, end }) => dockerfile.text.slice(start, end).replace(/^(["'])(.*)\1$/s, '$2'))
    .filter((secret) => secret.length >= LEAST_IN_MESSAGES);
  if (secrets.length === 0) return (message) => message;
  return (message) => secrets.reduce((text, secret) => text.replaceAll(secret, '***'), message);
});

function secretValues(instruction: Instruction): Span[] {
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return [];
  return keyValues(instruction).pairs.flatMap(({ key, value, valueSpan }) => {
    const isSecret = isSecretToBuildkit(key) || (isSecretToHadolint(key) && !/username/i.test(key));
    return isSecret && valueSpan !== undefined && value !== '' && !value?.includes('$') ? [valueSpan] : [];
  });
}

/** A private key goes on behind its first line. */
function wholeKey(text: string, span: Span): Span {
  if (!text.startsWith('-----BEGIN', span.start)) return span;
  const rest = /^[^]*?-----END [A-Z0-9 ]*PRIVATE KEY-----/.exec(text.slice(span.end, span.end + 20_000))?.[0];
  return { start: span.start, end: span.end + (rest?.length ?? 0) };
}
