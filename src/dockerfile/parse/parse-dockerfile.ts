import { matchDirective } from './directives.js';
import { LineIndex } from './line-index.js';
import {
  type CommentNode,
  type DirectiveNode,
  type Dockerfile,
  type DockerfileNode,
  type Escape,
  type Instruction,
  type Problem,
} from './nodes.js';
import { readInstruction } from './read-instruction.js';
import { readLine } from './read-line.js';

const LEADING_SPACE = /^\s*/;

/**
 * Parses a Dockerfile by BuildKit's grammar (frontend/dockerfile/parser). It never throws: what the builder would refuse
 * is kept as a node and listed in `problems`, and every character belongs to exactly one part of one node.
 */
export function parseDockerfile(text: string): Dockerfile {
  const nodes: DockerfileNode[] = [];
  const instructions: Instruction[] = [];
  const directives: DirectiveNode[] = [];
  const problems: Problem[] = [];
  let escape: Escape = '\\';
  let inHead = true;
  let comments: CommentNode[] = [];
  let at = 0;
  while (at < text.length) {
    const line = readLine(text, at);
    const bom = at === 0 && text.startsWith('\uFEFF') ? 1 : 0;
    const indent = (LEADING_SPACE.exec(line.content.slice(bom))?.[0].length ?? 0) + bom;
    const code = line.content.slice(indent);
    const codeAt = at + indent;
    const head = [
      ...(bom ? [{ kind: 'bom' as const, start: 0, end: 1 }] : []),
      ...(indent > bom ? [{ kind: 'space' as const, start: at + bom, end: codeAt }] : []),
    ];
    const newline =
      line.next > line.contentEnd
        ? [{ kind: 'newline' as const, start: line.contentEnd, end: line.next }]
        : [];
    // A directive line may not be indented (BuildKit matches it before trimming).
    const directive = inHead && indent === bom ? matchDirective(code) : undefined;
    if (!directive) inHead = false;
    if (
      directive &&
      (directive.name === 'escape' || directive.name === 'syntax' || directive.name === 'check')
    ) {
      const valueSpan = {
        start: codeAt + directive.valueStart,
        end: codeAt + directive.valueStart + directive.value.length,
      };
      const node: DirectiveNode = {
        kind: 'directive',
        name: directive.name,
        value: directive.value,
        valueSpan,
        span: { start: at, end: line.next },
        parts: [...head, { kind: 'directive', start: codeAt, end: line.contentEnd }, ...newline],
      };
      if (directives.some((other) => other.name === directive.name)) {
        problems.push({
          span: { start: codeAt, end: valueSpan.end },
          message: `the parser directive \`${directive.name}\` may stand only once`,
        });
      } else if (directive.name === 'escape') {
        if (directive.value === '`' || directive.value === '\\') escape = directive.value;
        else
          problems.push({
            span: valueSpan,
            message: `the escape character must be \\ or \`, not ${JSON.stringify(directive.value)}`,
          });
      }
      nodes.push(node);
      directives.push(node);
      at = line.next;
    } else if (code.startsWith('#')) {
      const node: CommentNode = {
        kind: 'comment',
        text: code.slice(1).trim(),
        textSpan: { start: codeAt, end: codeAt + code.trimEnd().length },
        span: { start: at, end: line.next },
        parts: [...head, { kind: 'comment', start: codeAt, end: line.contentEnd }, ...newline],
      };
      nodes.push(node);
      comments.push(node);
      at = line.next;
    } else if (code === '') {
      const parts = [...head, ...newline];
      nodes.push({ kind: 'blank', span: { start: at, end: line.next }, parts });
      comments = [];
      at = line.next;
    } else {
      const node = readInstruction(text, at, head, codeAt, escape, comments, problems);
      nodes.push(node);
      instructions.push(node);
      comments = [];
      at = node.span.end;
    }
  }
  return { text, memory: {}, lines: new LineIndex(text), escape, nodes, instructions, directives, problems };
}
