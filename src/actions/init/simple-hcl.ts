type Token = { readonly kind: 'word' | 'text' | 'mark' | 'line'; readonly value: string };

/** What is no literal: an expression, a function, a variable. */
const UNKNOWN = undefined;

const TOKEN =
  /[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<line>\n)|"(?<text>(?:[^"\\\n]|\\.)*)"|(?<word>[\w.-]+)|(?<mark>.)/gy;

/**
 * Blocks and literal attributes of an HCL file: `{ target: { api: { context: "." } } }`. Expressions become undefined;
 * `"${x}"` stays as written. Enough for docker-bake.hcl as most people write it; never fails.
 */
export function readSimpleHcl(text: string): Readonly<Record<string, unknown>> {
  const tokens: Token[] = [];
  for (const { groups } of text.matchAll(TOKEN)) {
    if (groups?.['line'] !== undefined) tokens.push({ kind: 'line', value: '\n' });
    else if (groups?.['text'] !== undefined) tokens.push({ kind: 'text', value: unescaped(groups['text']) });
    else if (groups?.['word'] !== undefined) tokens.push({ kind: 'word', value: groups['word'] });
    else if (groups?.['mark'] !== undefined) tokens.push({ kind: 'mark', value: groups['mark'] });
  }
  return new Reader(tokens).body();
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (_whole, character: string) => (character === 'n' ? '\n' : character));
}

const MOST_DEPTH = 32;

class Reader {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  /** Attributes and blocks up to the closing brace or the end. */
  body(depth = 0): Record<string, unknown> {
    const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    while (this.at < this.tokens.length) {
      const token = this.next();
      if (token?.value === '}' && token.kind === 'mark') break;
      if (token?.kind !== 'word' && token?.kind !== 'text') continue;
      if (this.isMark('=') || this.isMark(':')) {
        this.at += 1;
        result[token.value] = this.value(depth);
        this.skipRest();
        continue;
      }
      const labels: string[] = [];
      while (this.peek()?.kind === 'text' || this.peek()?.kind === 'word')
        labels.push(this.next()?.value ?? '');
      if (!this.isMark('{') || depth > MOST_DEPTH) continue;
      this.at += 1;
      const content = this.body(depth + 1);
      if (labels[0] === undefined) result[token.value] = content;
      else {
        const blocks = (result[token.value] ??= Object.create(null)) as Record<string, unknown>;
        blocks[labels[0]] = content;
      }
    }
    return result;
  }

  private value(depth: number): unknown {
    const token = this.next();
    if (token === undefined || depth > MOST_DEPTH) return UNKNOWN;
    // A literal with an operator behind it is an expression.
    if (token.kind === 'text') return this.endsHere() ? token.value : UNKNOWN;
    if (token.kind === 'word') {
      if (!this.endsHere()) return UNKNOWN;
      if (token.value === 'true' || token.value === 'false') return token.value === 'true';
      return /^\d+(?:\.\d+)?$/.test(token.value) ? Number(token.value) : UNKNOWN;
    }
    if (token.value === '{') return this.body(depth + 1);
    if (token.value !== '[') return UNKNOWN;
    const items: unknown[] = [];
    for (;;) {
      this.skipLines();
      if (this.peek() === undefined) return items;
      if (this.isMark(']')) {
        this.at += 1;
        return items;
      }
      if (this.isMark(',')) this.at += 1;
      else items.push(this.value(depth + 1));
    }
  }

  /** The rest of an expression that was not understood, brackets balanced. */
  private skipRest(): void {
    for (let open = 0; this.at < this.tokens.length; this.at += 1) {
      const token = this.peek();
      if (open === 0 && (token?.kind === 'line' || this.isMark('}') || this.isMark(','))) return;
      if (token?.kind !== 'mark') continue;
      if ('([{'.includes(token.value)) open += 1;
      else if (')]}'.includes(token.value)) open -= 1;
    }
  }

  private endsHere(): boolean {
    const token = this.peek();
    return (
      token === undefined || token.kind === 'line' || (token.kind === 'mark' && ',]}'.includes(token.value))
    );
  }

  private skipLines(): void {
    while (this.peek()?.kind === 'line') this.at += 1;
  }

  private isMark(value: string): boolean {
    const token = this.peek();
    return token?.kind === 'mark' && token.value === value;
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private next(): Token | undefined {
    this.at += 1;
    return this.tokens[this.at - 1];
  }
}
