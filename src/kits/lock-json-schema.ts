import { z } from 'zod';
import { ACGS_URI } from '../model/uris.js';
import { lockSchema } from './lock.js';

/** The JSON Schema of acgs.lock.json, for editors. */
export function lockJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(lockSchema, { io: 'input' });
  const title = 'acgs.lock.json: the files that kits wrote';
  return { $schema, $id: `${ACGS_URI}/schemas/acgs.lock.schema.json`, title, ...schema };
}
