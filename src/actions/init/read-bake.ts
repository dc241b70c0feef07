import { posix } from 'node:path';
import { type BuildDefinition, recordOf, textOf } from './build-definition.js';
import { readSimpleHcl } from './simple-hcl.js';

/** Names of bake files (docs.docker.com/build/bake/reference, "File format"). */
export const BAKE_FILES = ['docker-bake.json', 'docker-bake.hcl'] as const;

/**
 * The targets of a bake file: those of the group `default` where there is one, else all. HCL is read as far as it is
 * literal; a target with a function or a variable in its paths is left out.
 */
export function readBake(text: string, kind: 'json' | 'hcl', folder: string): readonly BuildDefinition[] {
  const file = recordOf(kind === 'json' ? parsed(text) : readSimpleHcl(text));
  const targets = recordOf(file?.['target']) ?? {};
  const groups = recordOf(file?.['group']) ?? {};
  const chosen =
    recordOf(groups['default']) === undefined ? Object.keys(targets) : members('default', groups);
  return chosen.flatMap((name): BuildDefinition[] => {
    const target = inherited(name, targets);
    if (target === undefined || name.startsWith('_')) return [];
    const context = target['context'] ?? '.';
    const dockerfile = target['dockerfile'] ?? 'Dockerfile';
    if (typeof context !== 'string' || typeof dockerfile !== 'string') return [];
    if (/\$\{|^[a-z+]+:\/\//.test(context + dockerfile)) return [];
    const stage = textOf(target['target']);
    return [
      {
        name,
        context: posix.join(folder, context),
        dockerfile,
        ...(stage === undefined || stage.includes('${') ? {} : { target: stage }),
        buildArgs: literals(recordOf(target['args']) ?? {}),
        platforms: Array.isArray(target['platforms'])
          ? target['platforms'].filter((item) => typeof item === 'string')
          : [],
      },
    ];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // bake itself says what is wrong with it.
    return undefined;
  }
}

/** Targets of a group, groups in it resolved, each once. */
function members(
  group: string,
  groups: Readonly<Record<string, unknown>>,
  seen = new Set<string>(),
): string[] {
  if (seen.has(group)) return [];
  seen.add(group);
  const listed = recordOf(groups[group])?.['targets'];
  if (!Array.isArray(listed)) return [];
  const names = listed.filter((item) => typeof item === 'string');
  return [...new Set(names.flatMap((name) => (name in groups ? members(name, groups, seen) : [name])))];
}

function inherited(
  name: string,
  targets: Readonly<Record<string, unknown>>,
  depth = 0,
): Readonly<Record<string, unknown>> | undefined {
  const target = Object.hasOwn(targets, name) ? recordOf(targets[name]) : undefined;
  if (target === undefined || depth > 16) return target;
  const parents = Array.isArray(target['inherits']) ? target['inherits'] : [];
  const above = parents.map((parent) =>
    typeof parent === 'string' ? inherited(parent, targets, depth + 1) : undefined,
  );
  const layers = [...above, target].filter((layer) => layer !== undefined);
  const args = Object.assign({}, ...layers.map((layer) => recordOf(layer['args']) ?? {})) as object;
  return Object.assign({}, ...layers, { args }) as Readonly<Record<string, unknown>>;
}

function literals(args: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([name, value]) => {
      const text = typeof value === 'boolean' ? String(value) : textOf(value);
      return text === undefined || text.includes('${') ? [] : [[name, text]];
    }),
  );
}
