import { isMap, isNode, isScalar } from 'yaml';
import { type z } from 'zod';
import { type YamlFile } from './read-yaml.js';
import { nearest } from '../model/nearest.js';
import { knownKeysAt } from './known-keys.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** One thing that is wrong in acgs.yaml, with its place. */
export interface Problem {
  readonly code: 'config/unknown-key' | 'config/invalid';
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly next: readonly string[];
}

/** `services.api.port`; names with dots or spaces in quotes. */
export function dotted(path: Path): string {
  return path.map((part) => (/^[\w-]+$/.test(String(part)) ? String(part) : JSON.stringify(part))).join('.');
}

/** Line and column (from 1) of the value at `path`, or of the nearest thing above it; with `key`, of that key in it. */
export function placeOf(file: YamlFile, path: Path, key?: string): { line: number; column: number } {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node: unknown = file.document.getIn(path.slice(0, depth) as unknown[], true);
    if (!isNode(node)) continue;
    const wanted = key ?? (depth < path.length ? String(path[depth]) : undefined);
    const pair =
      wanted !== undefined && isMap(node)
        ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === wanted)
        : undefined;
    const place = pair !== undefined && isNode(pair.key) ? pair.key : node;
    const { line, col } = file.lines.linePos(place.range?.[0] ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
  return { line: 1, column: 1 };
}

/** Turns the schema's complaints into problems with places and suggestions. */
export function problemsOf(file: YamlFile, issues: readonly Issue[], at: Path = []): Problem[] {
  const problems = issues.flatMap((issue) => problemsOfIssue(file, issue, [...at, ...issue.path]));
  return problems;
}

function problemsOfIssue(file: YamlFile, issue: Issue, path: Path): Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(file, path, key));
  if (issue.code === 'invalid_union') {
    const branch = meantBranch(issue.errors);
    if (branch !== undefined) return problemsOf(file, branch, path);
  }
  if (issue.code === 'invalid_key') {
    const written = String(path.at(-1));
    const why = issue.issues[0]?.message ?? 'the name is not allowed';
    const problem = invalid(file, path, `${why}, got "${written.slice(0, 80)}"`, renaming(written));
    return [{ ...problem, ...placeOf(file, path.slice(0, -1), written) }];
  }
  const got = valueAt(file, path);
  // A complaint about the parts of a whole says all by itself.
  const message = messageFor(issue, got);
  const shown = issue.code === 'custom' && typeof got === 'object' ? message : withGot(message, got);
  return [invalid(file, path, shown, suggestions(issue, got))];
}

/** The branch of a union that was meant: one whose complaint lies inside, not about the kind of the whole. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) =>
    issues.every(
      (issue) =>
        issue.path.length > 0 || !['invalid_type', 'invalid_value', 'invalid_union'].includes(issue.code),
    ),
  );
}

function unknownKey(file: YamlFile, path: Path, key: string): Problem {
  const known = knownKeysAt(path, file.schema?.());
  const near = nearest(key, known);
  const where = path.length === 0 ? '' : ` in ${dotted(path)}`;
  return {
    code: 'config/unknown-key',
    message: `unknown key "${key.slice(0, 80)}"${where}${near === undefined ? '' : `; did you mean "${near}"?`}`,
    ...placeOf(file, path, key),
    next:
      near === undefined
        ? [known.length === 0 ? 'remove the key' : `use one of: ${known.join(', ')}`]
        : [`write "${near}"`],
  };
}

function invalid(file: YamlFile, path: Path, message: string, next: readonly string[] = []): Problem {
  const where = path.length === 0 ? '' : `${dotted(path)}: `;
  return { code: 'config/invalid', message: `${where}${message}`, ...placeOf(file, path), next };
}

function renaming(name: string): readonly string[] {
  const label = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 63);
  return label === '' ? [] : [`write "${label}"`];
}

function messageFor(issue: Issue, got: unknown): string {
  const ownWords = !issue.message.startsWith('Invalid ');
  switch (issue.code) {
    case 'invalid_type':
      if (got === undefined) return 'is missing';
      return ownWords ? issue.message : `expected ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      if (got === undefined) return 'is missing';
      return `expected ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
    case 'too_big':
    case 'too_small':
    case 'custom':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  object: 'keys with values',
  record: 'names with values',
  array: 'a list',
};

function suggestions(issue: Issue, got: unknown): readonly string[] {
  if (issue.code !== 'invalid_value' || typeof got !== 'string') return [];
  const near = nearest(got, issue.values.map(String));
  return near === undefined ? [] : [`write "${near}"`];
}

function valueAt(file: YamlFile, path: Path): unknown {
  const node: unknown = file.document.getIn(path as unknown[], true);
  if (node === undefined) return undefined;
  return isScalar(node) ? node.value : isMap(node) ? {} : [];
}

function withGot(message: string, got: unknown): string {
  if (got === undefined || !message.startsWith('expected') || message.includes(', got ')) return message;
  const shown =
    got === null
      ? 'nothing'
      : Array.isArray(got)
        ? 'a list'
        : typeof got === 'object'
          ? 'keys with values'
          : JSON.stringify(typeof got === 'string' ? got.slice(0, 80) : got);
  return `${message}, got ${shown}`;
}
