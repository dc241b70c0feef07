import { AcgsError } from '../model/errors.js';
import { PREDICATE } from '../model/predicate-types.js';
import { asObject, isTypeUri, resourceProblems, statementProblems } from './validate-statement.js';

/** The keys that the specification defines; slsa-verifier refuses any other (DisallowUnknownFields). */
const KEYS = {
  predicate: ['buildDefinition', 'runDetails'],
  buildDefinition: ['buildType', 'externalParameters', 'internalParameters', 'resolvedDependencies'],
  runDetails: ['builder', 'metadata', 'byproducts'],
  builder: ['id', 'version', 'builderDependencies'],
  metadata: ['invocationId', 'startedOn', 'finishedOn'],
} as const;

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/**
 * What is wrong with a statement of SLSA provenance v1: the specification's REQUIRED fields, in-toto's Go validator
 * (go/predicates/provenance/v1) and slsa-verifier's strict decoding. Empty: nothing.
 */
export function provenanceProblems(value: unknown): string[] {
  const statement = asObject(value);
  const problems = statementProblems(value);
  const predicate = asObject(statement?.['predicate']) ?? {};
  const definition = asObject(predicate['buildDefinition']);
  const run = asObject(predicate['runDetails']);
  if (statement?.['predicateType'] !== PREDICATE.slsaProvenance1) problems.push('wrong predicate type');
  if (definition === undefined) problems.push('buildDefinition required');
  if (run === undefined) problems.push('runDetails required');
  const builder = asObject(run?.['builder']);
  const metadata = asObject(run?.['metadata']);

  const unknown = (place: keyof typeof KEYS, object: object | undefined): void => {
    for (const key of Object.keys(object ?? {}))
      if (!(KEYS[place] as readonly string[]).includes(key)) problems.push(`${place}: unknown field ${key}`);
  };
  unknown('predicate', predicate);
  unknown('buildDefinition', definition);
  unknown('runDetails', run);
  unknown('builder', builder);
  unknown('metadata', metadata);

  const type = definition?.['buildType'];
  if (typeof type !== 'string' || type === '') problems.push('buildType required');
  else if (!isTypeUri(type)) problems.push('buildType is not a URI');
  const external = asObject(definition?.['externalParameters']) ?? {};
  const internal = asObject(definition?.['internalParameters']) ?? {};
  if (Object.keys(external).length === 0) problems.push('externalParameters required');
  for (const key of Object.keys(external))
    if (key in internal) problems.push(`${key} stands in both parameter objects`);
  const id = builder?.['id'];
  if (typeof id !== 'string' || id === '') problems.push('runDetails.builder.id required');
  else if (!isTypeUri(id)) problems.push('runDetails.builder.id is not a URI');
  const versions = Object.values(asObject(builder?.['version']) ?? {});
  if (!versions.every((version) => typeof version === 'string'))
    problems.push('builder.version must hold texts');
  for (const key of ['startedOn', 'finishedOn'] as const) {
    const time = metadata?.[key];
    if (time !== undefined && (typeof time !== 'string' || !TIMESTAMP.test(time)))
      problems.push(`${key} is not an RFC 3339 time in UTC`);
  }
  problems.push(...resources(definition?.['resolvedDependencies'], 'resolvedDependencies'));
  problems.push(...resources(run?.['byproducts'], 'byproducts'));
  return problems;
}

function resources(value: unknown, name: string): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [`${name} is not a list`];
  return value.flatMap((item, index) => resourceProblems(item, `${name}[${index}]`));
}

/** Refuses provenance of ours that is not valid. @throws AcgsError `internal/bug` */
export function assertValidProvenance(value: unknown): void {
  const problems = provenanceProblems(value);
  if (problems.length > 0)
    throw new AcgsError('internal/bug', `the provenance is not valid: ${problems.join('; ')}`);
}
