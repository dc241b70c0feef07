/** A process environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process. */
export function environment(): Environment {
  return process.env;
}

/** An environment variable; unset and empty are the same. */
export function variable(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}

/** What children get to see: tool settings and proxies, never tokens (DESIGN, rules of trust 9). */
const KEPT =
  /^(?:HOME|PATH|USER|LOGNAME|SHELL|TERM|TMPDIR|TZ|LANG|LANGUAGE|LC_\w+|XDG_\w+|DOCKER_\w+|BUILDX_\w+|BUILDKIT_\w+|TRIVY_\w+|(?:HTTPS?|NO|ALL|FTP)_PROXY|SSL_CERT_\w+|SSH_AUTH_SOCK)$/i;

/** The clean environment for child processes, with `extra` on top. */
export function childEnvironment(extra: Environment = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  const wanted = Object.entries({ ...Object.fromEntries(kept), ...extra });
  return Object.fromEntries(wanted.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
