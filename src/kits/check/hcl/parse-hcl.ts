import { HclScanner } from './hcl-scanner.js';

/** A block: `type "label" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
  readonly body: HclBody;
}

/** What stands in a file or a block. */
export interface HclBody {
  /** Line of each attribute, by name. */
  readonly attributes: ReadonlyMap<string, number>;
  readonly blocks: readonly HclBlock[];
}

/**
 * Reads the structure of an HCL file: blocks, labels and the names of attributes. Expressions are only walked over; whether they
 * mean anything is for terraform.
 * @throws HclError
 */
export function parseHcl(text: string): HclBody {
  const scanner = new HclScanner(text);
  const body = parseBody(scanner);
  if (scanner.at < text.length) scanner.fail('"}" closes nothing');
  return body;
}

function parseBody(scanner: HclScanner): HclBody {
  const attributes = new Map<string, number>();
  const blocks: HclBlock[] = [];
  for (;;) {
    scanner.skip(true);
    if (scanner.at >= scanner.text.length || scanner.text[scanner.at] === '}') return { attributes, blocks };
    const { line } = scanner;
    const name = scanner.name() ?? scanner.fail('expected the name of an attribute or a block');
    scanner.skip(false);
    if (scanner.take(/=(?![=>])/y) === undefined) blocks.push(parseBlock(scanner, name, line));
    else {
      if (attributes.has(name)) scanner.fail(`${name} is set twice`);
      attributes.set(name, line);
      scanner.expression();
    }
  }
}

function parseBlock(scanner: HclScanner, type: string, line: number): HclBlock {
  const labels: string[] = [];
  for (;;) {
    const label = scanner.string() ?? scanner.name();
    scanner.skip(false);
    if (label !== undefined) labels.push(label);
    else if (scanner.take(/\{/y) === undefined) scanner.fail(`expected = or { after ${type}`);
    else break;
  }
  const body = parseBody(scanner);
  if (scanner.take(/\}/y) === undefined) scanner.fail(`the block ${type} of line ${line} is not closed`);
  return { type, labels, line, body };
}
