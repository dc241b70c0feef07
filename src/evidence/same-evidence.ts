import { isDeepStrictEqual } from 'node:util';
import { asRecord } from '../model/bounded-json.js';
import { PREDICATE } from '../model/predicate-types.js';
import { type Statement } from '../model/statement.js';

/**
 * What differs each time the same evidence is made: times, run ids, random serial numbers. Paths of keys.
 * Anything else that differs (another database, another material) makes it other evidence.
 */
const VOLATILE: Readonly<Record<string, readonly string[]>> = {
  [PREDICATE.slsaProvenance1]: [
    'runDetails.metadata.startedOn',
    'runDetails.metadata.finishedOn',
    'runDetails.metadata.invocationId',
  ],
  [PREDICATE.vuln]: [
    'metadata',
    'invocation.uri',
    'invocation.event_id',
    'scanner.result.CreatedAt',
    'scanner.result.ReportID',
  ],
  [PREDICATE.cyclonedx]: ['serialNumber', 'metadata.timestamp'],
  [PREDICATE.spdx]: ['creationInfo.created', 'documentNamespace'],
  [PREDICATE.vsa]: ['timeVerified'],
  [PREDICATE.custom]: ['Timestamp'],
};

/** Whether two statements say the same of the same subjects, whenever they were made. */
export function isSameEvidence(a: Statement, b: Statement): boolean {
  return (
    a.predicateType === b.predicateType &&
    isDeepStrictEqual(subjects(a), subjects(b)) &&
    isDeepStrictEqual(lasting(a), lasting(b))
  );
}

/** Digests and signed annotations, sorted: names of subjects mean nothing, nor does their order. */
function subjects({ subject }: Statement): string[] {
  return subject
    .map(({ digest, annotations = {} }) => JSON.stringify([digest, annotations].map(sorted)))
    .sort();
}

function sorted(record: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** One statement is compared with what is attached to each manifest that it speaks of. */
const known = new WeakMap<Statement, unknown>();

function lasting(statement: Statement): unknown {
  const { predicateType, predicate } = statement;
  if (known.has(statement)) return known.get(statement);
  // Through JSON once, so that a statement just made compares with one read back (no `undefined`, no classes).
  const copy: unknown = JSON.parse(JSON.stringify(predicate ?? null));
  for (const path of VOLATILE[predicateType] ?? []) drop(copy, path.split('.'));
  known.set(statement, copy);
  return copy;
}

function drop(value: unknown, [key, ...rest]: readonly string[]): void {
  const record = asRecord(value);
  if (record === undefined || key === undefined) return;
  if (rest.length === 0) Reflect.deleteProperty(record, key);
  else drop(record[key], rest);
}
