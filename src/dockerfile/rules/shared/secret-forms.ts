import { type Dockerfile } from '../../parse/nodes.js';
import { perNode } from '../../parse/per-node.js';
import { type Span } from '../../parse/span.js';

/** Published forms of credentials that are unlikely to be anything else (the providers' documentation). */
const FORMS: readonly { readonly kind: string; readonly form: RegExp }[] = [
  { kind: 'an AWS access key', form: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { kind: 'a GitHub token', form: /\bgh[pousr]_[A-Za-z0-9]{36}\b/g },
  { kind: 'a GitHub token', form: /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/g },
  { kind: 'a GitLab token', form: /\bglpat-[A-Za-z0-9_-]{20,}\b/g },
  { kind: 'an npm token', form: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'a PyPI token', form: /\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}/g },
  { kind: 'a Slack token', form: /\bxox[abprs]-[0-9]{10,}-[A-Za-z0-9-]{10,}\b/g },
  { kind: 'a Google API key', form: /\bAIza[0-9A-Za-z_-]{35}\b/g },
  { kind: 'a Stripe key', form: /\b[rs]k_live_[0-9A-Za-z]{20,}\b/g },
  { kind: 'a Docker Hub token', form: /\bdckr_pat_[A-Za-z0-9_-]{27}\b/g },
  { kind: 'an age secret key', form: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/g },
  { kind: 'a private key', form: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/g },
];

/** Words that mark a credential of the documentation. */
const EXAMPLE = /EXAMPLE|(.)\1{7}/;

/** Places that have the form of a credential. The texts themselves are never part of a message. */
export const findSecrets = perNode(
  ({ text }: Dockerfile): readonly { readonly span: Span; readonly kind: string }[] =>
    FORMS.flatMap(({ kind, form }) =>
      [...text.matchAll(form)]
        .filter(([match]) => !EXAMPLE.test(match.replace(/-----/g, '')))
        .map((match) => ({ kind, span: { start: match.index, end: match.index + match[0].length } })),
    ),
);
