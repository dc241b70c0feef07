import { homedir } from 'node:os';
import { join } from 'node:path';
import { variable } from './environment.js';

/** A folder of ours among the user's caches (XDG Base Directory Specification): what lies there may vanish at any time. */
export function userCache(...below: readonly string[]): string {
  return join(variable('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'acgs', ...below);
}
