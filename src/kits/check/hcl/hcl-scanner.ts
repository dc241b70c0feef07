import { HclError } from './hcl-error.js';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Walks over HCL native syntax (github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md): names, strings and whole expressions, of
 * which only the extent matters here.
 */
export class HclScanner {
  at = 0;

  constructor(readonly text: string) {}

  get line(): number {
    return this.text.slice(0, this.at).split('\n').length;
  }

  fail(message: string): never {
    throw new HclError(message, this.line);
  }

  /** Takes what a sticky pattern matches here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Passes over white space and comments; without line ends if told so. */
  skip(lineEnds: boolean): void {
    while (this.take(lineEnds ? /\s+/y : /[^\S\n]+/y) ?? this.take(/(?:#|\/\/)[^\n]*|\/\*[^]*?\*\//y));
    if (this.text.startsWith('/*', this.at)) this.fail('a comment is not closed');
  }

  name(): string | undefined {
    return this.take(/[\p{ID_Start}_][\p{ID_Continue}-]*/uy);
  }

  /** A quoted string with its templates; the text between the quotes. */
  string(): string | undefined {
    if (this.text[this.at] !== '"') return undefined;
    const from = this.at + 1;
    this.at = from;
    for (;;) {
      if (this.take(/"/y) !== undefined) return this.text.slice(from, this.at - 1);
      if (this.take(/\$\$\{|%%\{|\\[^\n]/y) !== undefined) continue;
      if (this.take(/[$%]\{/y) !== undefined) this.group('}');
      else if (this.take(/[^"\n]/y) === undefined) this.fail('a string is not closed');
    }
  }

  /** Everything up to the end of an expression: of the line, or what closes the body around it. */
  expression(): void {
    this.skip(false);
    const from = this.at;
    this.parts(['\n', '}']);
    if (this.text.slice(from, this.at).trim() === '') this.fail('expected a value');
  }

  /** Up to and with what closes a group. */
  private group(closing: string): void {
    this.parts([closing]);
    if (this.text[this.at] !== closing) this.fail(`expected "${closing}"`);
    this.at += 1;
  }

  private parts(ends: readonly string[]): void {
    const inGroup = !ends.includes('\n');
    for (;;) {
      this.skip(inGroup);
      const character = this.text[this.at];
      if (character === undefined || ends.includes(character)) return;
      if (this.string() !== undefined || this.heredoc()) continue;
      const closing = CLOSING[character];
      if (/[)\]}]/.test(character)) this.fail(`"${character}" closes nothing`);
      this.at += 1;
      if (closing !== undefined) this.group(closing);
    }
  }

  private heredoc(): boolean {
    const opening = this.take(/<<-?[\p{ID_Start}_][\p{ID_Continue}-]*\r?\n/uy);
    if (opening === undefined) return false;
    const word = opening.replace(/^<<-?/, '').trim();
    const end = new RegExp(`^[^\\S\\n]*${word}[^\\S\\n]*$`, 'm').exec(this.text.slice(this.at));
    if (end === null) this.fail(`<<${word} is not closed`);
    this.at += end.index + end[0].length;
    return true;
  }
}
