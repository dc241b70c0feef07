import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds acgs's package.json, templates/ and schemas/: three levels up from src/system and from lib/chunks. */
export const PACKAGE_ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
