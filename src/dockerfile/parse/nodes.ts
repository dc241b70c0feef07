import { type LineIndex } from './line-index.js';
import { type LogicalText } from './logical-text.js';
import { type Remembering } from './per-node.js';
import { type Span } from './span.js';

/**
 * What a run of characters is. The parts of all nodes, in order, tile the file: nothing is dropped, so printing is
 * concatenation and an edit touches only what it names.
 */
export type PartKind =
  | 'bom'
  | 'space'
  | 'keyword'
  | 'flag'
  | 'argument'
  | 'continuation'
  | 'comment'
  | 'empty'
  | 'newline'
  | 'directive'
  | 'heredoc-body'
  | 'heredoc-end';

export interface Part extends Span {
  readonly kind: PartKind;
}

interface NodeBase {
  readonly span: Span;
  readonly parts: readonly Part[];
}

/** `# escape=`, `# syntax=` or `# check=` in the head of the file. */
export interface DirectiveNode extends NodeBase {
  readonly kind: 'directive';
  readonly name: 'escape' | 'syntax' | 'check';
  readonly value: string;
  readonly valueSpan: Span;
}

export interface CommentNode extends NodeBase {
  readonly kind: 'comment';
  /** Without `#` and the white space around. */
  readonly text: string;
  /** From `#` to the end of the text. */
  readonly textSpan: Span;
}

export interface BlankNode extends NodeBase {
  readonly kind: 'blank';
}

/** `--name` or `--name=value` between keyword and arguments, known to any builder or not. */
export interface Flag {
  readonly name: string;
  /** As written, quotes removed; undefined when there is no `=`. */
  readonly value: string | undefined;
  readonly span: Span;
  readonly valueSpan: Span | undefined;
}

/** A here-document that belongs to RUN, COPY or ADD (also under ONBUILD). */
export interface Heredoc {
  readonly name: string;
  /** False when the name is quoted: the body is then taken as it stands. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  readonly chomp: boolean;
  readonly fileDescriptor: number | undefined;
  /** The `<<EOF` word. */
  readonly span: Span;
  readonly body: Span;
  readonly content: string;
  readonly terminated: boolean;
}

export interface Instruction extends NodeBase, Remembering {
  readonly kind: 'instruction';
  /** Upper case. */
  readonly keyword: string;
  readonly rawKeyword: string;
  readonly keywordSpan: Span;
  readonly known: boolean;
  readonly flags: readonly Flag[];
  readonly logical: LogicalText;
  /** Logical range of what follows keyword and flags, trimmed. */
  readonly args: Span;
  /** The same as text. */
  readonly argsText: string;
  /** From the keyword to the last character of the arguments, here-documents left out. */
  readonly codeSpan: Span;
  readonly heredocs: readonly Heredoc[];
  /** Comment lines directly above, no empty line between. */
  readonly comments: readonly CommentNode[];
  /** Empty lines inside its continuation (deprecated by BuildKit). */
  readonly emptyContinuations: readonly Span[];
  /** Escape character in force. */
  readonly escape: Escape;
  /** Deferred by an ONBUILD, so it runs in another build. */
  readonly isDeferred: boolean;
  /** What an ONBUILD defers. */
  readonly deferred: Instruction | undefined;
}

export type Escape = '\\' | '`';
export type DockerfileNode = DirectiveNode | CommentNode | BlankNode | Instruction;

/** Something the builder would refuse; becomes a DL1000 finding. */
export interface Problem {
  readonly span: Span;
  readonly message: string;
}

/** A parsed Dockerfile. */
export interface Dockerfile extends Remembering {
  readonly text: string;
  readonly lines: LineIndex;
  readonly escape: Escape;
  readonly nodes: readonly DockerfileNode[];
  readonly instructions: readonly Instruction[];
  readonly directives: readonly DirectiveNode[];
  readonly problems: readonly Problem[];
}
