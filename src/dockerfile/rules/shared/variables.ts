import { PROXY_VARIABLES } from '../../proxy-variables.js';
import { readFrom } from '../../parse/from.js';
import { keyValues } from '../../parse/key-values.js';
import { type Dockerfile, type Instruction } from '../../parse/nodes.js';
import { expandWord } from '../../parse/expand.js';
import { type RuleOptions } from '../../rule-options.js';
import { type StageGraph } from '../../parse/stages.js';

/** Arguments that the builder itself defines for FROM. */
export const PLATFORM_ARGUMENTS = [
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDOSVERSION',
  'BUILDARCH',
  'BUILDVARIANT',
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETOSVERSION',
  'TARGETARCH',
  'TARGETVARIANT',
  'TARGETSTAGE',
];

/** Build arguments that need no ARG. */
export const PREDEFINED_ARGUMENTS = [
  ...PROXY_VARIABLES,
  'SOURCE_DATE_EPOCH',
  'BUILDKIT_SBOM_SCAN_CONTEXT',
  'BUILDKIT_SBOM_SCAN_STAGE',
];

/** Values of the ARG instructions before the first FROM: defaults, overridden by build arguments. */
export function globalArguments(
  graph: StageGraph,
  options: RuleOptions,
): { defaults: Map<string, string | undefined>; effective: Map<string, string | undefined> } {
  const defaults = new Map<string, string | undefined>();
  const effective = new Map<string, string | undefined>();
  for (const instruction of graph.head) {
    if (instruction.keyword !== 'ARG') continue;
    for (const { key, rawValue } of keyValues(instruction).pairs) {
      const expand = (values: Map<string, string | undefined>): string | undefined =>
        rawValue === undefined
          ? undefined
          : expandWord(rawValue, (name) => values.get(name), instruction.escape).value;
      defaults.set(key, expand(defaults));
      effective.set(key, options.buildArgs?.[key] ?? expand(effective));
    }
  }
  return { defaults, effective };
}

/**
 * Environment of base images, as far as it is sure: the variables that the official image sets. Undefined for others, whose
 * environment the text cannot tell.
 */
export function baseEnvironment(
  dockerfile: Dockerfile,
  from: Instruction | undefined,
): readonly string[] | undefined {
  if (!from) return undefined;
  const { name } = readFrom(from);
  if (name.variable || dockerfile.instructions.length === 0) return undefined;
  const repository =
    name.registry === undefined || name.registry === 'docker.io'
      ? name.repository.replace(/^library\//, '')
      : undefined;
  return repository === undefined ? undefined : ENVIRONMENTS[repository];
}

const ENVIRONMENTS: Readonly<Record<string, readonly string[]>> = {
  scratch: [],
  alpine: ['PATH'],
  busybox: ['PATH'],
  debian: ['PATH'],
  ubuntu: ['PATH'],
};
