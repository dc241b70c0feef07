import { z } from 'zod';
import { ACGS_URI } from '../model/uris.js';
import { configurationSchema } from './schema/document.js';

/** Where editors find the schema of acgs.yaml. */
export const CONFIGURATION_SCHEMA_ID = `${ACGS_URI}/schemas/acgs.schema.json`;

export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** JSON Schema (draft 7, which editors know best) of acgs.yaml as a user writes it. */
export function configurationJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(configurationSchema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  return { $schema, $id: CONFIGURATION_SCHEMA_ID, title: 'acgs.yaml', ...schema } as JsonSchema;
}
