import { Eta, type TemplateFunction } from 'eta/core';
import { AcgsError, messageOf } from '../model/errors.js';
import { FORMATS, type FormatName } from './formats.js';
import { indent } from './indent.js';
import { lines } from './lines.js';
import { Literal } from './literal.js';
import { tree } from './tree.js';
import { word } from './word.js';

/** A template file of ours. */
export interface Template {
  /** For messages: its path below `templates/`. */
  readonly name: string;
  readonly text: string;
  /** Templates that this one may include, by name. */
  readonly parts?: Readonly<Record<string, string>>;
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
  const helpers = {
    word,
    indent,
    lines,
    tree,
    part: (name: string, more: object = {}) => {
      const text = template.parts?.[name];
      if (text === undefined) throw new Error(`no part called ${name}`);
      const part = { ...template, name: `${template.name} > ${name}`, text };
      // its line is ended by the template that includes it
      return new Literal(renderTemplate(part, { ...data, ...more }, format).replace(/\n$/, ''));
    },
  };
  try {
    const { eta, compiled } = engineOf(format);
    const run = compiled.get(template.text) ?? eta.compile(prepared(template));
    compiled.set(template.text, run);
    return eta.render(run, { ...data, helpers });
  } catch (error) {
    if (error instanceof AcgsError) throw error;
    throw new AcgsError('internal/bug', `template ${template.name}: ${messageOf(error)}`, { cause: error });
  }
}

interface Engine {
  readonly eta: Eta;
  /** By text: a template that is rendered for each service is compiled once. */
  readonly compiled: Map<string, TemplateFunction>;
}
const engines = new Map<FormatName, Engine>();

function engineOf(format: FormatName): Engine {
  const known = engines.get(format);
  if (known !== undefined) return known;
  const { quote } = FORMATS[format];
  const eta = new Eta({
    autoTrim: false,
    cache: false,
    functionHeader: 'const { word, indent, lines, tree, part } = it.helpers;',
    escapeFunction: (value) => (value instanceof Literal ? value.text : quote(value)),
  });
  const engine = { eta, compiled: new Map<string, TemplateFunction>() };
  engines.set(format, engine);
  return engine;
}

/** A line that holds nothing but code leaves no empty line behind. */
function prepared({ name, text }: Template): string {
  if (text.includes('<%~'))
    throw new AcgsError('internal/bug', `template ${name}: raw output is not allowed`);
  return text.replaceAll(/^[ \t]*(<%(?!=)(?:(?!%>)[\s\S])*%>)[ \t]*\n/gm, '$1');
}
