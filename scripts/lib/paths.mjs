/** Where things lie. Everything that set-up brings is below `.tools/`, so that deleting that folder undoes it all. */
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const toolsDir = join(root, '.tools');
export const binDir = join(toolsDir, 'bin');
export const logFile = join(toolsDir, 'setup.log');

/** Debian's name for this machine's processor; the tools' own names are derived from it. */
export const debianArch = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch;
