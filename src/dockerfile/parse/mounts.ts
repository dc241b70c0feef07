import { type Flag, type Instruction } from './nodes.js';
import { perNode } from './per-node.js';

/** One `RUN --mount=`. */
export interface Mount {
  readonly type: string;
  readonly options: ReadonlyMap<string, string>;
  readonly target: string | undefined;
  readonly from: string | undefined;
  readonly flag: Flag;
}

/** The mounts of a RUN instruction; `type` is `bind` when not given, as in BuildKit. */
export const readMounts = perNode((instruction: Instruction): readonly Mount[] => {
  const mounts = instruction.flags.filter((flag) => flag.name === 'mount').map(readMount);
  return mounts;
});

function readMount(flag: Flag): Mount {
  const options = new Map<string, string>();
  for (const field of (flag.value ?? '').split(',')) {
    const equals = field.indexOf('=');
    const key = (equals === -1 ? field : field.slice(0, equals)).trim().toLowerCase();
    if (key !== '') options.set(key, equals === -1 ? '' : field.slice(equals + 1));
  }
  return {
    type: options.get('type') ?? 'bind',
    options,
    target: options.get('target') ?? options.get('dst') ?? options.get('destination'),
    from: options.get('from'),
    flag,
  };
}
