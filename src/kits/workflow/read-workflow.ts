import { type Document, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { type JobPart, type StepPart, type Text, type Trigger, type WorkflowFile } from './workflow-file.js';

/** Reads a parsed workflow, or a composite action, into its parts; what is not as GitHub wants it is left out: GitHub tells. */
export function readWorkflow(document: Document.Parsed, text: string): WorkflowFile {
  const root = document.contents;
  const runs = valueOf(root, 'runs');
  if (runs !== undefined)
    return {
      kind: 'action',
      text,
      triggers: new Map(),
      permissions: undefined,
      jobs: [jobOf({ id: 'runs', place: runs, body: runs })],
    };
  return {
    kind: 'workflow',
    text,
    triggers: triggersOf(valueOf(root, 'on')),
    permissions: valueOf(root, 'permissions'),
    jobs: pairsOf(valueOf(root, 'jobs')).map(jobOf),
  };
}

function triggersOf(on: Node | undefined): ReadonlyMap<string, Trigger> {
  if (isScalar(on)) return new Map([[String(on.value), { place: on, keys: [] }]]);
  if (isSeq(on))
    return new Map(
      on.items
        .filter((item) => isScalar(item))
        .map((item) => [String(item.value), { place: item, keys: [] }] as const),
    );
  return new Map(
    pairsOf(on).map(
      ({ id, place, body }) => [id, { place, keys: pairsOf(body).map((pair) => pair.id) }] as const,
    ),
  );
}

function jobOf({ id, place, body }: NamedPart): JobPart {
  const steps = valueOf(body, 'steps');
  return {
    id,
    place,
    permissions: valueOf(body, 'permissions'),
    uses: textOf(valueOf(body, 'uses')),
    secrets: valueOf(body, 'secrets'),
    steps: isSeq(steps) ? steps.items.filter((item) => isMap(item)).map(stepOf) : [],
  };
}

function stepOf(step: Node): StepPart {
  return {
    place: step,
    uses: textOf(valueOf(step, 'uses')),
    run: textOf(valueOf(step, 'run')),
    with: new Map(
      pairsOf(valueOf(step, 'with')).flatMap(({ id, body }) =>
        body === undefined ? [] : [[id, body] as const],
      ),
    ),
  };
}

interface NamedPart {
  readonly id: string;
  readonly place: Node;
  readonly body: Node | undefined;
}

/** The entries of a mapping that have a plain key. */
export function pairsOf(node: Node | undefined): NamedPart[] {
  if (!isMap(node)) return [];
  return (node.items as Pair<Node, Node | null>[]).flatMap(({ key, value }) =>
    isScalar(key) ? [{ id: String(key.value), place: key, body: value ?? undefined }] : [],
  );
}

function valueOf(node: Node | null | undefined, key: string): Node | undefined {
  return pairsOf(node ?? undefined).find(({ id }) => id === key)?.body;
}

function textOf(node: Node | undefined): Text | undefined {
  return isScalar(node) && typeof node.value === 'string' ? (node as Text) : undefined;
}

/** A scalar's value as text. */
export function wordOf(node: Node | undefined): string | undefined {
  return isScalar(node) ? String(node.value) : undefined;
}
