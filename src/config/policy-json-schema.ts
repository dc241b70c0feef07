import { z } from 'zod';
import { ACGS_URI } from '../model/uris.js';
import { type JsonSchema } from './json-schema.js';
import { policySchema } from './schema/policy.js';

/** JSON Schema (draft 7, which editors know best) of a policy file as a user writes it. */
export function policyJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  return {
    $schema,
    $id: `${ACGS_URI}/schemas/policy.schema.json`,
    title: 'acgs verification policy',
    ...schema,
  } as JsonSchema;
}
