import { AcgsError, messageOf } from '../model/errors.js';
import { type CompiledTemplate, compileTemplate, type TemplateHelpers } from './compile-template.js';
import { FORMATS, type FormatName } from './formats.js';
import { indent } from './indent.js';
import { lines } from './lines.js';
import { Literal } from './literal.js';
import { tree } from './tree.js';
import { word } from './word.js';

/** A template's text, or what was made of it when acgs was built. */
export type TemplateText = string | CompiledTemplate;

/** A template file of ours. */
export interface Template {
  /** For messages: its path below `templates/`. */
  readonly name: string;
  readonly text: TemplateText;
  /** Templates that this one may include, by name. */
  readonly parts?: Readonly<Record<string, TemplateText>>;
}

/**
 * Renders a template: text with `<% code %>` and `<%= value %>`.
 *
 * A value is written as a whole literal of the file's format, quoted by its rules, so that no answer can end a string, start
 * a command or add a key. There is no raw output: what must stand inside of other text goes through `word(value)`, which
 * refuses all but plain words. `part('name', data)` includes another template of the same format,
 * `indent(part(…), 4)` deeper; in YAML, `lines(text, 4)` writes a literal block and
 * `tree(value)` a value in block style.
 * @param data what the template sees as `it`
 * @throws AcgsError `template/unsafe-value`; `internal/bug` where the template itself is wrong
 */
export function renderTemplate(template: Template, data: object, format: FormatName): string {
  const { quote } = FORMATS[format];
  const helpers: TemplateHelpers = {
    quote: (value) => (value instanceof Literal ? value.text : quote(value)),
    word,
    indent,
    lines,
    tree,
    part: (name, more = {}) => {
      const text = template.parts?.[name];
      if (text === undefined) throw new Error(`no part called ${name}`);
      const part = { ...template, name: `${template.name} > ${name}`, text };
      // its line is ended by the template that includes it
      return new Literal(renderTemplate(part, { ...data, ...more }, format).replace(/\n$/, ''));
    },
  };
  try {
    return compiled(template)(data, helpers);
  } catch (error) {
    if (error instanceof AcgsError) throw error;
    throw new AcgsError('internal/bug', `template ${template.name}: ${messageOf(error)}`, { cause: error });
  }
}

/** By text: a template that is rendered for each service is compiled once. */
const known = new Map<string, CompiledTemplate>();

function compiled({ name, text }: Template): CompiledTemplate {
  if (typeof text === 'function') return text;
  const run = known.get(text) ?? compileTemplate(name, text);
  known.set(text, run);
  return run;
}
