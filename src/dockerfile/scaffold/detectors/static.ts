import { type Detected } from '../detected.js';
import { holds, type Project } from '../project.js';

/** A folder of pages: index.html in it, or in the folder that generators write. */
export function detectStatic(project: Project): Detected | undefined {
  const root = ['.', 'public', 'site', 'www', 'html', 'dist'].find((name) =>
    holds(project, project.folder, name === '.' ? 'index.html' : `${name}/index.html`),
  );
  if (root === undefined) return undefined;
  return {
    stack: 'static',
    evidence: root === '.' ? 'index.html' : `${root}/index.html`,
    context: project.folder,
    folder: '',
    name: project.folder.split('/').at(-1) ?? '',
    version: '',
    command: ['httpd', '-f', '-h', '/srv', '-p'],
    details: { language: 'static', root },
    notes: [],
  };
}
