import { type CheckOptions, parseCheckOptions } from './parse/directives.js';
import { type CommentNode, type Dockerfile, type Instruction } from './parse/nodes.js';
import { type Span } from './parse/span.js';
import { type Stage, stageGraph } from './parse/stages.js';

/** An instruction in a comment not to report some rules. */
export interface Ignore {
  readonly kind: 'hadolint' | 'check' | 'trivy';
  readonly scope: 'file' | 'stage' | 'instruction';
  /** Rule names; `all` for BuildKit's `skip=all`. */
  readonly names: readonly string[];
  readonly instruction?: Instruction;
  readonly stage?: Stage;
  readonly span: Span;
  /** Remark after `#` or `//`. */
  readonly reason: string | undefined;
  /** Names that silenced something; filled while linting. */
  readonly used: Set<string>;
}

const PRAGMA =
  /^hadolint\s+(?:(global|stage)\s+)?ignore\s*=\s*([A-Za-z]+[A-Za-z0-9]*(?:\s*,\s*[A-Za-z]+[A-Za-z0-9]*)*)\s*,?\s*(?:#\s*(.*))?$/;
const CHECK = /^check\s*=\s*(.+)$/i;
const TRIVY = /^trivy:ignore:(\S+)/;

/**
 * Every ignore of a file, in order.
 *
 * @param check takes the place of the file's `# check=` line (BuildKit's `BUILDKIT_DOCKERFILE_CHECK`)
 */
export function readIgnores(dockerfile: Dockerfile, check?: string): Ignore[] {
  const graph = stageGraph(dockerfile);
  const ignores: Ignore[] = [];
  for (const directive of dockerfile.directives) {
    if (directive.name === 'check' && check === undefined)
      ignores.push(...checkIgnores(directive.value, 'file', directive.valueSpan));
  }
  if (check !== undefined) ignores.push(...checkIgnores(check, 'file', { start: 0, end: 0 }));
  const nodes = dockerfile.nodes;
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.kind !== 'comment') continue;
    const next = instructionBelow(dockerfile, index);
    const pragma = PRAGMA.exec(node.text);
    if (pragma) {
      const scope = pragma[1] === 'global' ? 'file' : pragma[1] === 'stage' ? 'stage' : 'instruction';
      const names = (pragma[2] ?? '').split(',').map((name) => name.trim());
      // As in hadolint, a stage pragma counts only above the FROM of its stage.
      const owner = next?.keyword === 'FROM' ? graph.stageOf.get(next) : undefined;
      ignores.push(ignore(node, 'hadolint', scope, names, pragma[3], next, owner));
      continue;
    }
    const trivy = TRIVY.exec(node.text);
    if (trivy)
      ignores.push(ignore(node, 'trivy', 'instruction', [trivy[1] ?? ''], undefined, next, undefined));
    const check = CHECK.exec(node.text);
    if (check && next) ignores.push(...checkIgnores(check[1] ?? '', 'instruction', node.textSpan, next));
  }
  return ignores;
}

function ignore(
  node: CommentNode,
  kind: Ignore['kind'],
  scope: Ignore['scope'],
  names: readonly string[],
  reason: string | undefined,
  instruction: Instruction | undefined,
  stage: Stage | undefined,
): Ignore {
  return {
    kind,
    scope,
    names,
    span: node.textSpan,
    reason: reason?.trim() || undefined,
    used: new Set(),
    ...(instruction ? { instruction } : {}),
    ...(stage ? { stage } : {}),
  };
}

function checkIgnores(
  value: string,
  scope: Ignore['scope'],
  span: Span,
  instruction?: Instruction,
): Ignore[] {
  const options: CheckOptions = parseCheckOptions(value);
  if (options.skip.size === 0) return [];
  const reason = /\/\/\s*(.*)$/.exec(value)?.[1];
  return [
    {
      kind: 'check',
      scope,
      names: [...options.skip],
      span,
      reason: reason?.trim() || undefined,
      used: new Set(),
      ...(instruction ? { instruction } : {}),
    },
  ];
}

/** The instruction that a block of comment lines stands on, no empty line between. */
function instructionBelow(dockerfile: Dockerfile, index: number): Instruction | undefined {
  for (let at = index + 1; at < dockerfile.nodes.length; at++) {
    const node = dockerfile.nodes[at];
    if (node?.kind === 'instruction') return node;
    if (node?.kind !== 'comment') return undefined;
  }
  return undefined;
}
