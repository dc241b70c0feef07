import { type Detected } from '../detected.js';
import { pickVersion } from '../pick-version.js';
import { below, folderOf, holds, type Project } from '../project.js';
import { readJson } from '../read-json.js';
import { textAt } from '../read-toml.js';

const KNOWN: [string, ...string[]] = ['8.4', '8.5', '8.3'];

/** A PHP application, served from `public` where there is one. */
export function detectPhp(project: Project): Detected | undefined {
  const { folder, text, files } = project;
  const manifest = readJson(text(below(folder, 'composer.json')));
  if (manifest === undefined && !files.some((path) => folderOf(path) === folder && path.endsWith('.php')))
    return undefined;
  const root = ['public', 'web', 'html'].find((name) => holds(project, folder, `${name}/index.php`)) ?? '.';
  const isLocked = holds(project, folder, 'composer.lock');
  return {
    stack: 'php',
    evidence: below(folder, manifest === undefined ? '*.php' : 'composer.json'),
    context: folder,
    folder: '',
    name: (textAt(manifest, 'name') ?? folder).split('/').at(-1) ?? '',
    version: pickVersion(
      KNOWN,
      textAt(manifest, 'require', 'php')
        ?.replaceAll('|', ' || ')
        .replaceAll(/(?: \|\| ){2,}|\s*\|\|\s*\|\|\s*/g, ' || '),
    ),
    command: ['frankenphp', 'php-server', '--root', root === '.' ? '/app' : `/app/${root}`, '--listen'],
    details: {
      language: 'php',
      root,
      composer: manifest === undefined ? 'none' : isLocked ? 'locked' : 'unlocked',
    },
    notes:
      manifest === undefined || isLocked
        ? []
        : ['there is no composer.lock: write one (`composer update --lock`) and scaffold again'],
  };
}
