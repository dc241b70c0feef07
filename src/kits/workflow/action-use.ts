import { type Text, type WorkflowFile } from './workflow-file.js';

/** A reference to somebody else's action or workflow. */
export interface ActionUse {
  readonly node: Text;
  /** `owner/name` */
  readonly repository: string;
  /** Folder or file in it, with a leading slash, or empty. */
  readonly path: string;
  /** What stands behind the `@`. */
  readonly ref: string;
  /** Where the value begins and ends, and where the comment behind it on that line ends (offsets). */
  readonly start: number;
  readonly end: number;
  readonly lineEnd: number;
  /** The comment behind it, without `#`. */
  readonly comment: string;
  /** The version that the comment names, e.g. `v4.2.0`. */
  readonly version: string | undefined;
}

const REMOTE = /^([A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+)((?:\/[^@\s]+)?)@(\S+)$/;
const VERSION = /\bv?\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?(?![\w.])/;

/** True for a whole commit. */
export const isCommit = (ref: string): boolean => /^[0-9a-f]{40}$/.test(ref);

/** Every action and reusable workflow of other repositories that a file uses. */
export function actionUses(file: WorkflowFile): ActionUse[] {
  const texts = file.jobs.flatMap(({ uses, steps }) => [uses, ...steps.map((step) => step.uses)]);
  return texts.flatMap((node) => (node === undefined ? [] : (actionUse(node, file.text) ?? [])));
}

/** A `uses` as its parts; undefined for a local path and for an image. */
function actionUse(node: Text, text: string): ActionUse | undefined {
  const [, repository, path, ref] = REMOTE.exec(node.value) ?? [];
  const [start, end] = node.range ?? [];
  if (repository === undefined || ref === undefined || start === undefined || end === undefined)
    return undefined;
  const newline = text.indexOf('\n', end);
  const rest = text.slice(end, newline < 0 ? undefined : newline).replace(/\s+$/, '');
  const comment = /^\s+#(.*)$/.exec(rest)?.[1]?.trim() ?? '';
  const version = VERSION.exec(comment)?.[0];
  return {
    node,
    repository,
    path: path ?? '',
    ref,
    start,
    end,
    lineEnd: end + rest.length,
    comment,
    version,
  };
}
