import { type Digest } from '../model/digest.js';
import { PREDICATE } from '../model/predicate-types.js';
import { type Statement, STATEMENT_V1 } from '../model/statement.js';
import { imageSubjects } from './subjects.js';
import { assertValidStatement } from './validate-statement.js';

/** What an inventory or scan of one platform is about. */
export interface PlatformSubject {
  /** Repository, with or without registry. */
  readonly image: string;
  readonly index: Digest;
  readonly manifest: Digest;
}

/** The predicate types of evidence about one platform. */
const TYPES = { cyclonedx: PREDICATE.cyclonedx, spdx: PREDICATE.spdx, vuln: PREDICATE.vuln } as const;

/**
 * One statement with two subjects, the index and the platform: whoever verifies by either digest finds it
 * (DESIGN, "The index is ours").
 */
export function platformStatement<Predicate extends object>(
  type: keyof typeof TYPES,
  about: PlatformSubject,
  predicate: Predicate,
): Statement<Predicate> {
  const statement = {
    _type: STATEMENT_V1,
    subject: imageSubjects(about.image, [about.index, about.manifest]),
    predicateType: TYPES[type],
    predicate,
  };
  assertValidStatement(statement);
  return statement;
}
