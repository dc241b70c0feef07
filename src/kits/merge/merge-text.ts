import { type FormatName } from '../../templating/formats.js';
import { type Conflict } from '../file-plan.js';
import { insertHeader, splitHeader } from '../header.js';
import { mergeLines, type MergedLines } from './merge-lines.js';
import { hasValues, mergeYaml, type MergedYaml } from './merge-yaml.js';
import { type ValueConflict } from './merge-values.js';
import { canonical, type Value } from './value.js';

export interface Merged {
  /** Both sides' changes; only where there is no conflict. */
  readonly text: string;
  readonly conflicts: readonly Conflict[];
  /** The text with both sides between markers, for whoever asks for it. */
  marked(): string;
}

/**
 * Merges what the kit rendered last, the user's file and what the kit renders now: YAML and JSON by document and field, other
 * formats by line. The header is the kit's and never a conflict.
 */
export function mergeText(base: string, ours: string, theirs: string, format: FormatName): Merged {
  if (ours === theirs || base === theirs) return settled(ours);
  if (base === ours) return settled(theirs);
  const [b, o, t] = [base, ours, theirs].map((text) => splitHeader(text)) as [Split, Split, Split];
  const header = t.header === '' ? o.header : t.header;
  const lines = mergeLines(b.body, o.body, t.body);
  const yaml = format === 'yaml' || format === 'json' ? mergeYaml(b.body, o.body, t.body) : undefined;
  const body = yaml === undefined ? byLine(lines) : byField(lines, yaml, o.body);
  return {
    conflicts: body.conflicts,
    text: insertHeader(body.text, header),
    marked: () => insertHeader(body.conflicts.length === 0 ? body.text : lines.text, header),
  };
}

/** Takes over a file that is there without a version that both come from: by field, where they can stand side by side. */
export function adoptText(ours: string, theirs: string, format: FormatName): Merged {
  return mergeText('', ours, theirs, format);
}

type Split = ReturnType<typeof splitHeader>;
type Body = Pick<Merged, 'text' | 'conflicts'>;

function settled(text: string): Merged {
  return { text, conflicts: [], marked: () => text };
}

function byLine({ text, conflicts }: MergedLines): Body {
  return {
    text,
    conflicts: conflicts.map(({ line, base, ours, theirs }) => ({
      where: `line ${line}`,
      base: shortened(base),
      yours: shortened(ours),
      kits: shortened(theirs),
    })),
  };
}

/** Where lines merge into what the fields say, they keep everybody's comments; else ours is patched. */
function byField(lines: MergedLines, yaml: MergedYaml, ours: string): Body {
  if (yaml.conflicts.length > 0) return { text: ours, conflicts: yaml.conflicts.map(told) };
  if (lines.conflicts.length === 0 && hasValues(lines.text, yaml.values)) return byLine(lines);
  const text = yaml.text();
  if (text !== undefined) return { text, conflicts: [] };
  const where = 'the layout of the file does not let the changes be written in';
  return { text: ours, conflicts: [{ where, base: undefined, yours: undefined, kits: undefined }] };
}

function told({ where, base, ours, theirs }: ValueConflict): Conflict {
  return { where, base: shown(base), yours: shown(ours), kits: shown(theirs) };
}

function shown(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : shortened(canonical(value));
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
