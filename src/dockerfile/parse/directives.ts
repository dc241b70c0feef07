/** Value of one parser directive, offsets relative to the line. */
export interface DirectiveMatch {
  readonly name: string;
  readonly value: string;
  readonly valueStart: number;
}

const DIRECTIVE = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/d;

/** Matches `# name=value` (BuildKit's `reDirective`); the name comes back in lower case. */
export function matchDirective(line: string): DirectiveMatch | undefined {
  const match = DIRECTIVE.exec(line);
  if (!match) return undefined;
  return {
    name: (match[1] ?? '').toLowerCase(),
    value: match[2] ?? '',
    valueStart: match.indices?.[2]?.[0] ?? 0,
  };
}

/** What `# check=` (or the build argument BUILDKIT_DOCKERFILE_CHECK) asks for. */
export interface CheckOptions {
  readonly skipAll: boolean;
  readonly skip: ReadonlySet<string>;
  readonly experimentalAll: boolean;
  readonly experimental: ReadonlySet<string>;
  /** Findings fail the build. */
  readonly error: boolean;
  /** Pieces that are no option. */
  readonly unknown: readonly string[];
}

/** Reads `skip=A,B;error=true;experimental=C`. A `//` starts a remark (BuildKit, per-instruction form). */
export function parseCheckOptions(value: string): CheckOptions {
  const skip = new Set<string>();
  const experimental = new Set<string>();
  const unknown: string[] = [];
  let error = false;
  for (const piece of value.replace(/\s*\/\/.*$/s, '').split(';')) {
    const trimmed = piece.trim();
    if (trimmed === '') continue;
    const equals = trimmed.indexOf('=');
    const name = equals === -1 ? trimmed : trimmed.slice(0, equals).trim().toLowerCase();
    const names =
      equals === -1
        ? []
        : trimmed
            .slice(equals + 1)
            .split(',')
            .map((item) => item.trim())
            .filter((item) => item !== '');
    if (name === 'skip') for (const item of names) skip.add(item);
    else if (name === 'experimental') for (const item of names) experimental.add(item);
    else if (name === 'error') error = /^(1|t|true)$/i.test(names[0] ?? '');
    else unknown.push(trimmed);
  }
  return {
    skipAll: skip.has('all'),
    skip,
    experimentalAll: experimental.has('all'),
    experimental,
    error,
    unknown,
  };
}
