import { type Detected } from '../detected.js';
import { pickVersion } from '../pick-version.js';
import { portInCode } from '../port-in-code.js';
import { below, filesBelow, folderOf, holds, type Project, seenFrom, upward } from '../project.js';

const KNOWN: [string, ...string[]] = ['1.26', '1.25'];

/** A Go program: `main.go` of the module, or its only `cmd/<name>`. */
export function detectGo(project: Project): Detected | undefined {
  const { folder, text } = project;
  const module = upward(folder).find((each) => holds(project, each, 'go.mod'));
  if (module === undefined) return undefined;
  const workspace = upward(module).find((each) => holds(project, each, 'go.work'));
  const context = workspace ?? module;
  const mains = filesBelow(project, folder).filter(
    (path) =>
      path.endsWith('.go') &&
      !path.endsWith('_test.go') &&
      /^package main$/m.test(text(below(folder, path)) ?? '') &&
      /^func main\(\)/m.test(text(below(folder, path)) ?? ''),
  );
  const own = mains.find((path) => folderOf(path) === '');
  const commands = [...new Set(mains.map(folderOf))];
  const main = own === undefined ? (commands.length === 1 ? commands[0] : undefined) : '';
  // A folder above it that holds go.mod is not a reason to take this one for a program.
  if (main === undefined && module !== folder) return undefined;
  const target = seenFrom(context, main === undefined ? folder : below(folder, main).replace(/\/$/, ''));
  const wanted = /^go (\d+\.\d+)/m.exec(text(below(module, 'go.mod')) ?? '')?.[1];
  const path = /^module\s+(\S+)/m.exec(text(below(module, 'go.mod')) ?? '')?.[1] ?? '';
  const port = portInCode(mains.map((each) => text(below(folder, each)) ?? '').join('\n'));
  return {
    stack: 'go',
    evidence: below(module, 'go.mod'),
    context,
    folder: seenFrom(context, folder),
    name: (main !== undefined && main !== '' ? main : folder === '' ? path : folder).split('/').at(-1) ?? '',
    version: pickVersion(KNOWN, wanted === undefined ? undefined : `>=${wanted}`),
    command: ['/app'],
    ...(port === undefined ? {} : { port }),
    details: {
      language: 'go',
      target: target === '' ? '.' : `./${target}`,
      manifests: filesBelow(project, context).filter(
        (each) =>
          /(?:^|\/)go\.(?:mod|sum|work|work\.sum)$/.test(each) &&
          (workspace !== undefined || folderOf(each) === ''),
      ),
    },
    notes:
      main === undefined
        ? [
            `there are ${commands.length} main packages; name one: \`acgs dockerfile scaffold ${below(folder, commands[0] ?? 'cmd/NAME')}\``,
          ]
        : [],
  };
}
