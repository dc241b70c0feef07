import { z } from 'zod';
import { ACGS_URI } from '../../model/uris.js';
import { DOCUMENTS } from './documents.js';

/**
 * The JSON Schema of each command's `--json` document, by file name. Further fields are allowed: they may be added without a new
 * `schemaVersion`.
 */
export function documentSchemas(): ReadonlyMap<string, object> {
  return new Map(
    Object.entries(DOCUMENTS).map(([command, document]) => {
      const name = `${command}.schema.json`;
      const { $schema, ...schema } = z.toJSONSchema(document, { io: 'input' });
      const title = `acgs ${command.replaceAll('-', ' ')} --json`;
      return [name, { $schema, $id: `${ACGS_URI}/schemas/${name}`, title, ...schema }];
    }),
  );
}
