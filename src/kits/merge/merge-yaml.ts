import { mergeValues, unitedOrder, type ValueConflict } from './merge-values.js';
import { patchYaml } from './patch-yaml.js';
import { same, type Value } from './value.js';
import { yamlDocuments, type YamlPart } from './yaml-documents.js';

export interface MergedYaml {
  readonly conflicts: readonly ValueConflict[];
  /** The documents that the merged file has. */
  readonly values: ReadonlyMap<string, Value>;
  /** Ours with theirs' changes written in; undefined where its layout does not allow that. */
  text(): string | undefined;
}

/**
 * Merges three versions of a YAML file by document identity and field.
 * @returns undefined where one of them cannot be read by field
 */
export function mergeYaml(base: string, ours: string, theirs: string): MergedYaml | undefined {
  const parsed = [base, ours, theirs].map(yamlDocuments);
  const [b, o, t] = parsed.map((parts) => new Map(parts?.map((part) => [part.id, part])));
  if (parsed.includes(undefined) || !b || !o || !t) return undefined;
  const conflicts: ValueConflict[] = [];
  const values = new Map<string, Value>();
  for (const id of unitedOrder([...o.keys()], [...t.keys()])) {
    const versions = [b.get(id)?.value, o.get(id)?.value, t.get(id)?.value] as const;
    const value = mergeValues(versions, '', (conflict) => {
      conflicts.push({ ...conflict, where: conflict.where === '' ? id : `${id}: ${conflict.where}` });
    });
    if (value !== undefined) values.set(id, value);
  }
  return { conflicts, values, text: () => textOf(values, o, t) };
}

/** Whether a text has these documents, and no other. */
export function hasValues(text: string, values: ReadonlyMap<string, Value>): boolean {
  const parts = yamlDocuments(text);
  return (
    parts?.length === values.size &&
    parts.every(({ id, value }) => values.has(id) && same(values.get(id), value))
  );
}

type Parts = ReadonlyMap<string, YamlPart>;

function textOf(values: ReadonlyMap<string, Value>, ours: Parts, theirs: Parts): string | undefined {
  const texts: string[] = [];
  for (const [id, value] of values) {
    const [own, other] = [ours.get(id), theirs.get(id)];
    const text = own === undefined ? other?.text : patchYaml(own, value, other);
    if (text === undefined) return undefined;
    const opened = /^---(?:\s|$)/m.test(text);
    texts.push(texts.length === 0 || opened ? text : `---\n${text}`);
  }
  const whole = texts.map((text, index) =>
    index + 1 === texts.length || text.endsWith('\n') ? text : `${text}\n`,
  );
  const text = whole.join('');
  return hasValues(text, values) ? text : undefined;
}
