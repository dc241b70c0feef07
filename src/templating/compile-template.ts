import { Eta } from 'eta/core';
import { AcgsError } from '../model/errors.js';
import { type Literal } from './literal.js';

/** What a template may call beside what JavaScript has. */
export interface TemplateHelpers {
  /** A value as a literal of the file's format. */
  readonly quote: (value: unknown) => string;
  readonly word: (value: unknown, pattern?: RegExp) => Literal;
  readonly indent: (part: Literal, spaces: number) => Literal;
  readonly lines: (text: string, column: number) => Literal;
  readonly tree: (value: unknown) => Literal;
  readonly part: (name: string, more?: object) => Literal;
}

/** A template as a function of its data. */
export type CompiledTemplate = (it: object, helpers: TemplateHelpers) => string;

const parser = new Eta({ autoTrim: false });

/**
 * A template as the JavaScript of a function: what runs at once where kits are compiled when acgs is built.
 * @param name for messages
 * @throws AcgsError `internal/bug` for raw output, which there is none of
 */
export function templateCode(name: string, text: string): string {
  if (text.includes('<%~'))
    throw new AcgsError('internal/bug', `template ${name}: raw output is not allowed`);
  const pieces = parser.parse(withoutCodeLines(text)).map((piece) => {
    if (typeof piece === 'string') return `__text+='${piece}';`;
    return piece.t === 'i' ? `__text+=__quote(${piece.val});` : piece.val;
  });
  return `(it,{quote:__quote,word,indent,lines,tree,part})=>{let __text='';\n${pieces.join('\n')}\nreturn __text;}`;
}

/** A template from its text. @throws AcgsError as `templateCode`; SyntaxError where its code is none */
export function compileTemplate(name: string, text: string): CompiledTemplate {
  // the code is that of a template of ours
  return new Function(`return ${templateCode(name, text)}`)() as CompiledTemplate;
}

/** A line that holds nothing but code leaves no empty line behind. */
function withoutCodeLines(text: string): string {
  return text.replaceAll(/^[ \t]*(<%(?!=)(?:(?!%>)[\s\S])*%>)[ \t]*\n/gm, '$1');
}
