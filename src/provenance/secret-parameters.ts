/** Names that say what they hold, e.g. `NPM_TOKEN`, `dbPassword`, `AWS_SECRET_ACCESS_KEY`. */
const SECRET_NAME =
  /(?:^|[_.-])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|access_?key|private_?key|credentials?|auth)(?:$|[_.-])/;

/** Values that are secrets whatever their name: keys and tokens whose makers gave them a shape, and URLs with a password. */
const SECRET_VALUE: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bglpat-[\w-]{16,}/,
  /\bnpm_[A-Za-z0-9]{30,}/,
  /\bpypi-[\w-]{30,}/,
  /\bxox[abprs]-[\w-]{10,}/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bAIza[\w-]{35}\b/,
  /\bsk-[\w-]{20,}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
];

/** Written in place of a value. */
export const REDACTED = '[redacted]';

/** Whether a build argument looks like a secret, and by what. */
export function looksSecret(name: string, value: string): 'name' | 'value' | undefined {
  if (SECRET_VALUE.some((pattern) => pattern.test(value))) return 'value';
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return value !== '' && SECRET_NAME.test(words) ? 'name' : undefined;
}

/** Build arguments fit to be published, sorted by name, and those that were hidden. */
export function publicBuildArgs(buildArgs: Readonly<Record<string, string>>): {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly redacted: readonly string[];
} {
  const redacted: string[] = [];
  const shown = Object.entries(buildArgs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]): [string, string] => {
      if (looksSecret(name, value) === undefined) return [name, value];
      redacted.push(name);
      return [name, REDACTED];
    });
  return { buildArgs: Object.fromEntries(shown), redacted };
}
