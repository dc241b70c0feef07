import { readCopy } from '../parse/copy.js';
import { flagOf } from '../parse/arguments.js';
import { type Dockerfile } from '../parse/nodes.js';
import { stageGraph } from '../parse/stages.js';
import { finalStage, isRoot, lastUser, lineage } from '../rules/shared/base-image.js';
import { type Remedy } from './remedy.js';

/** The name by which this hardening goes, in `skip` and in diffs. */
export const ROOT_OWNED_CODE = 'root-owned-code';

/** Folders that an application may have to write to. */
const WRITABLE =
  /(^|\/)(data|db|var|tmp|cache|logs?|uploads?|storage|media|run|state|home)(\/|$)|^\/home\/[^/]*\/?$/;

/**
 * Takes `--chown` from COPY in the image that ships, where the process runs as another user than root: code that the process
 * cannot change is code that an attacker in it cannot change. (docs.docker.com/build/building/best-practices, USER; the CIS
 * benchmark asks for the same of configuration files.)
 */
export function rootOwnedCode(dockerfile: Dockerfile, target: string | undefined): Remedy[] {
  const graph = stageGraph(dockerfile);
  const stage = finalStage({ graph, shipped: graph.shipped(target) });
  const user = stage && lastUser(stage)?.user;
  if (!stage || user === undefined || isRoot(user)) return [];
  return lineage(stage)
    .flatMap(({ instructions }) => instructions)
    .flatMap((copy): Remedy[] => {
      const chown = copy.keyword === 'COPY' ? flagOf(copy, 'chown') : undefined;
      const destination = readCopy(copy).destination?.value ?? '';
      if (chown?.value === undefined || isRoot(chown.value) || WRITABLE.test(destination)) return [];
      const end = afterBlanks(dockerfile.text, chown.span.end);
      if (end === undefined) return [];
      return [
        {
          rule: ROOT_OWNED_CODE,
          title: 'Leave the code to root',
          reason: `the process runs as \`${user}\`; files that it owns it can change. Keep --chown only for folders it must write to`,
          risk: 'review',
          edits: [{ span: { start: chown.span.start, end }, text: '' }],
        },
      ];
    });
}

/** The end of the blanks behind a flag; undefined where the line ends there, because its layout is the writer's. */
function afterBlanks(text: string, at: number): number | undefined {
  const blanks = /^[ \t]+(?=[^\s\\`])/.exec(text.slice(at, at + 200))?.[0];
  return blanks === undefined ? undefined : at + blanks.length;
}
