import { type Edit, type Fix } from '../../fix.js';
import { argumentWords } from '../../parse/arguments.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Stage } from '../../parse/stages.js';
import { type RuleContext } from '../rule.js';
import { baseImage, isRoot, lineage, shortName } from '../shared/base-image.js';
import { baseFamily, freeId } from './base-family.js';
import { linesAbove, linesBelow } from './insert-lines.js';
import { madeAccounts, numericUser } from './numeric-user.js';

/** Instructions that run nothing and write nothing: the user may change above them. */
const QUIET = new Set([
  'CMD',
  'ENTRYPOINT',
  'HEALTHCHECK',
  'EXPOSE',
  'STOPSIGNAL',
  'LABEL',
  'ENV',
  'ARG',
  'VOLUME',
  'SHELL',
]);
/** What usually stands at the head of a stage; an account made below it stays in the cache. */
const HEAD = new Set(['ARG', 'ENV', 'LABEL', 'SHELL', 'WORKDIR']);

/** The user to end with, and what must be done that it exists. */
interface Wanted {
  readonly user: string;
  readonly edits: readonly Edit[];
  /** A step that makes the account. */
  readonly make?: string;
}

/**
 * A fix that ends the stage that ships with an unprivileged, numeric USER: the one it had before, the only account that its steps
 * make, the one that the base brings, or a new one. The numbers need no entry in /etc/passwd, but some programs look for one, so
 * where the base has the tools, one is made.
 */
export function shipUser(context: RuleContext, stage: Stage): Fix | undefined {
  const { dockerfile } = context;
  const wanted = wantedUser(context, stage);
  const tail = stage.instructions.slice(stage.instructions.findLastIndex(isWork) + 1);
  const last = stage.instructions.at(-1) ?? stage.from;
  if (!wanted || !last || context.shellInForce(last).kind !== 'posix') return undefined;
  const place = (lines: readonly string[]): Edit =>
    tail[0] ? linesAbove(dockerfile, tail[0], lines) : linesBelow(dockerfile, last, lines);
  const user = `USER ${wanted.user}`;
  const edits: Edit[] = [...wanted.edits];
  const make = wanted.make === undefined ? undefined : `RUN ${wanted.make}`;
  const first = stage.instructions.find(({ keyword }) => !HEAD.has(keyword));
  const above = tail[0] ? stage.instructions[stage.instructions.indexOf(tail[0]) - 1] : last;
  if (make === undefined) edits.push(place([user]));
  else if (first && first.keyword !== 'RUN' && first !== tail[0])
    edits.push(linesAbove(dockerfile, first, [make]), place([user]));
  else if (above?.keyword !== 'RUN') edits.push(place([make, user]));
  // Between two RUN there is no good place for another; the number alone will do.
  else edits.push(place([user]));
  return { title: `End with ${user}`, risk: 'rebuild', edits };
}

function isWork({ keyword }: Instruction): boolean {
  return !QUIET.has(keyword);
}

function wantedUser(context: RuleContext, stage: Stage): Wanted | undefined {
  const users = lineage(stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'USER')
    .map((instruction) => argumentWords(instruction)[0]?.value ?? '');
  const earlier = users.findLast((user) => user !== '' && !isRoot(user));
  if (earlier !== undefined) return existing(context, stage, earlier);
  const made = madeAccounts(context, stage);
  const [only] = made;
  if (only !== undefined) return made.length === 1 ? existing(context, stage, only) : undefined;
  const image = baseImage(context, stage);
  const family = image && baseFamily(image);
  if (!image || !family) return undefined;
  if (family === 'none') return { user: '65532:65532', edits: [] };
  if (shortName(image) === 'node') return { user: '1000:1000', edits: [] };
  const id = freeId(image);
  const make =
    family === 'alpine'
      ? `addgroup -g ${id} app && adduser -D -H -u ${id} -G app -s /sbin/nologin app`
      : `groupadd --gid ${id} app && useradd --uid ${id} --gid ${id} --no-create-home --shell /usr/sbin/nologin app`;
  return { user: `${id}:${id}`, edits: [], make };
}

function existing(context: RuleContext, stage: Stage, user: string): Wanted | undefined {
  if (/^\d+(:\d+)?$/.test(user)) return { user, edits: [] };
  return /^[\w.-]+$/.test(user) ? numericUser(context, stage, user) : undefined;
}
