import { type Edit, type Fix, type FixRisk } from '../../fix.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Stage } from '../../parse/stages.js';
import { type ShellCommand } from '../../shell/shell-command.js';
import { type RuleContext } from '../rule.js';
import { baseImage, lineage } from '../shared/base-image.js';
import { baseFamily, freeId, knownAccount } from './base-family.js';
import { readOptions } from './read-options.js';

/** A name as numbers, with the changes that make it have them. */
export interface NumericUser {
  /** `uid` or `uid:gid`. */
  readonly user: string;
  readonly risk: FixRisk;
  readonly edits: readonly Edit[];
}

/** An account that a step makes. */
interface Account {
  readonly command: ShellCommand;
  readonly name: string;
  readonly uid: string | undefined;
  /** Group number, where the text tells. */
  readonly gid: string | undefined;
  /** A group of the same name and, for a chosen number, of the same number comes with it. */
  readonly ownGroup: boolean;
}

/** A fix that writes the number of a named user, which must be known from the base or made by a step above. */
export function numericUserFix(
  context: RuleContext,
  user: Instruction,
  written: string,
  span: Edit['span'],
): Fix | undefined {
  const stage = context.stageOf(user);
  const [name = '', group] = written.split(':');
  if (!stage || user.isDeferred || /[^\w.-]/.test(name)) return undefined;
  const found = numericUser(context, stage, name, user.span.start);
  if (!found) return undefined;
  const [uid = '', gid] = found.user.split(':');
  const isOwn = group === undefined || group === name;
  if (group !== undefined && !/^\d+$/.test(group) && !(isOwn && gid !== undefined)) return undefined;
  const text = isOwn ? found.user : `${uid}:${group}`;
  return {
    title: `Write USER ${text}`,
    risk: found.risk,
    edits: [...found.edits, { span, text }],
  };
}

/** The numbers of a user in a stage; only steps above `before` count. */
export function numericUser(
  context: RuleContext,
  stage: Stage,
  name: string,
  before = Number.POSITIVE_INFINITY,
): NumericUser | undefined {
  if (name === 'root') return { user: '0:0', risk: 'safe', edits: [] };
  const image = baseImage(context, stage);
  const all = accounts(context, stage, before);
  const made = all.filter((account) => account.name === name);
  const [account] = made;
  if (!account) {
    const known = image && knownAccount(image, name);
    return known === undefined ? undefined : { user: known, risk: 'review', edits: [] };
  }
  if (made.length > 1) return undefined;
  const { uid, gid, command, ownGroup } = account;
  if (uid !== undefined) {
    const own = gid ?? (ownGroup ? uid : undefined);
    return { user: own === undefined ? uid : `${uid}:${own}`, risk: 'review', edits: [] };
  }
  const chosen = String(freeId(image));
  // Two accounts without a number, or one that has the number already: which gets which is not for the text to say.
  if (all.some((other) => other !== account && (other.uid === undefined || other.uid === chosen)))
    return undefined;
  const at = command.nameSpan.end;
  const isShort = command.name === 'adduser' && image && baseFamily(image) === 'alpine';
  const own = gid ?? (ownGroup ? chosen : undefined);
  return {
    user: own === undefined ? chosen : `${chosen}:${own}`,
    risk: 'rebuild',
    edits: [{ span: { start: at, end: at }, text: ` ${isShort ? '-u' : '--uid'} ${chosen}` }],
  };
}

/** Names of the accounts that a stage's steps make. */
export function madeAccounts(context: RuleContext, stage: Stage): string[] {
  return accounts(context, stage, Number.POSITIVE_INFINITY).map(({ name }) => name);
}

const USERADD = new Map(
  Object.entries({
    ...{ b: 'base-dir', c: 'comment', d: 'home-dir', e: 'expiredate', f: 'inactive', g: 'gid', G: 'groups' },
    ...{
      k: 'skel',
      K: 'key',
      p: 'password',
      R: 'root',
      P: 'prefix',
      s: 'shell',
      u: 'uid',
      Z: 'selinux-user',
    },
  }).flatMap(([letter, name]) => [[letter, name] as const, [name, name] as const]),
);
/** Debian's adduser; `--ingroup` is its name for the group. */
const DEBIAN_ADDUSER = new Map(
  ['uid', 'gid', 'home', 'shell', 'gecos', 'comment', 'ingroup', 'conf', 'firstuid', 'lastuid'].map(
    (name) => [name, name] as const,
  ),
);
const BUSYBOX_ADDUSER = new Map(
  Object.entries({ h: 'home', g: 'gecos', s: 'shell', G: 'ingroup', u: 'uid', k: 'skel' }).flatMap(
    ([letter, name]) => [[letter, name] as const, [name, name] as const],
  ),
);

function accounts(context: RuleContext, stage: Stage, before: number): Account[] {
  const image = baseImage(context, stage);
  const family = image && baseFamily(image);
  const runs = lineage(stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword, span }) => keyword === 'RUN' && span.start < before);
  const commands = runs.flatMap((run) => context.shell(run).commands);
  return commands.flatMap((command): Account[] => {
    if (command.name === 'useradd') {
      const { values, operands } = readOptions(command, USERADD);
      const group = values.get('gid');
      const system = values.has('r') || values.has('system');
      const alone = values.has('N') || values.has('no-user-group');
      return account(command, operands, values.get('uid'), groupNumber(commands, group), {
        ownGroup: group === undefined && !alone && !system,
      });
    }
    if (command.name !== 'adduser' || (family !== 'alpine' && family !== 'debian')) return [];
    const { values, operands } = readOptions(command, family === 'alpine' ? BUSYBOX_ADDUSER : DEBIAN_ADDUSER);
    // `adduser USER GROUP` adds an account to a group.
    if (operands.length > 1) return [];
    const group = values.get('ingroup') ?? values.get('gid');
    return account(command, operands, values.get('uid'), groupNumber(commands, group), { ownGroup: false });
  });
}

function account(
  command: ShellCommand,
  operands: readonly string[],
  uid: string | true | undefined,
  gid: string | undefined,
  { ownGroup }: { ownGroup: boolean },
): Account[] {
  const name = operands.at(-1);
  if (name === undefined) return [];
  // A number in a variable is one that this cannot know; it must not be given a second one.
  const known = typeof uid === 'string' ? uid : undefined;
  if (known !== undefined && !/^\d+$/.test(known)) return [];
  return [{ command, name, uid: known, gid, ownGroup }];
}

function groupNumber(
  commands: readonly ShellCommand[],
  group: string | true | undefined,
): string | undefined {
  if (typeof group !== 'string') return undefined;
  if (/^\d+$/.test(group)) return group;
  for (const command of commands) {
    if (command.name !== 'groupadd' && command.name !== 'addgroup') continue;
    const taking = new Map([
      ['g', 'gid'],
      ['gid', 'gid'],
    ]);
    const { values, operands } = readOptions(command, taking);
    const gid = values.get('gid');
    if (operands.at(-1) === group && typeof gid === 'string' && /^\d+$/.test(gid)) return gid;
  }
  return undefined;
}
