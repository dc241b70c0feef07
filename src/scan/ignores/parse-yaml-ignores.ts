import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type YAMLMap } from 'yaml';
import { AcgsError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import { type IgnoreEntry, type IgnoreFile } from './ignore-entry.js';
import { parsePurl } from './purl.js';
import { readExpiry } from './read-expiry.js';

const KEYS = ['id', 'paths', 'purls', 'expired_at', 'statement'];
const SECTIONS = ['vulnerabilities', 'misconfigurations', 'secrets', 'licenses'];

/**
 * `.trivyignore.yaml` (Trivy, docs/guide/configuration/filtering.md). Only `vulnerabilities` concern this gate.
 * A key that Trivy does not know is reported, because a misspelt `expired_at` would never expire.
 * @throws AcgsError `config/syntax`, `config/invalid`
 */
export function parseYamlIgnores(text: string, name: string): IgnoreFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, maxAliasCount: 0 } as Parameters<
    typeof parseDocument
  >[1]);
  const lineOf = (node: unknown): number => {
    const start = (node as Node | null)?.range?.[0];
    return start === undefined ? 1 : lines.linePos(start).line;
  };
  const invalid = (node: unknown, message: string): AcgsError =>
    new AcgsError('config/invalid', message, { file: name, line: lineOf(node) });
  const [problem] = document.errors;
  if (problem !== undefined)
    throw new AcgsError('config/syntax', problem.message.split('\n')[0] ?? 'not YAML', {
      file: name,
      line: problem.linePos?.[0].line ?? 1,
      cause: problem,
    });
  const root: unknown = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return { name, entries: [], oddities: [] };
  if (!isMap(root)) throw invalid(root, 'expected a mapping with the key vulnerabilities');
  const oddities = oddKeys(root, SECTIONS, name, lineOf);

  const texts = (map: YAMLMap, key: string): string[] => {
    const node = map.get(key, true) as unknown;
    if (node === undefined || (isScalar(node) && node.value === null)) return [];
    const items: unknown[] = isSeq(node) ? node.items : [];
    if (!isSeq(node) || !items.every((item) => isScalar(item) && typeof item.value === 'string'))
      throw invalid(node, `expected ${key} to be a list of texts`);
    return items.map((item) => String(isScalar(item) ? item.value : ''));
  };
  const entry = (map: unknown): IgnoreEntry => {
    if (!isMap(map)) throw invalid(map, 'expected an entry such as "- id: CVE-2026-1234"');
    oddities.push(...oddKeys(map, KEYS, name, lineOf));
    const id = map.get('id');
    if (typeof id !== 'string' || id.trim() === '') throw invalid(map, 'expected the entry to have an id');
    const written = map.get('expired_at');
    const expiresAt = written === undefined || written === null ? undefined : readExpiry(String(written));
    if (written !== undefined && written !== null && expiresAt === undefined)
      throw invalid(
        map.get('expired_at', true),
        `expected expired_at to be a date such as 2026-12-31, got "${String(written).slice(0, 40)}"`,
      );
    const purls = texts(map, 'purls');
    for (const purl of purls)
      if (parsePurl(purl) === undefined)
        throw invalid(map.get('purls', true), `"${purl.slice(0, 100)}" is not a package URL`);
    const statement = map.get('statement');
    return {
      id,
      paths: texts(map, 'paths'),
      purls,
      expiresAt,
      statement: typeof statement === 'string' ? statement.trim() : '',
      line: lineOf(map),
    };
  };
  const section = root.get('vulnerabilities', true) as unknown;
  if (section === undefined || (isScalar(section) && section.value === null))
    return { name, entries: [], oddities };
  if (!isSeq(section)) throw invalid(section, 'expected vulnerabilities to be a list');
  return { name, entries: section.items.map(entry), oddities };
}

function oddKeys(
  map: YAMLMap,
  known: readonly string[],
  name: string,
  lineOf: (node: unknown) => number,
): string[] {
  return map.items.flatMap(({ key }) => {
    const word = isScalar(key) ? String(key.value) : '';
    if (known.includes(word)) return [];
    const guess = nearest(word, known);
    const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
    return [
      `${name}:${lineOf(key)}: Trivy does not know the key "${word.slice(0, 40)}"${hint}, so it does nothing`,
    ];
  });
}
