import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lint, type LintRequest, type LintRun } from '../../../src/actions/lint.js';

/** A folder with files, to lint in. */
export interface Project extends Disposable {
  readonly folder: string;
  /** Runs the action here; ShellCheck is off and no variable is set unless told. */
  lint(request?: Partial<LintRequest>): Promise<LintRun & { readonly warnings: readonly string[] }>;
  write(files: Readonly<Record<string, string | Buffer>>): void;
}

export function project(files: Readonly<Record<string, string | Buffer>>): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'acgs-lint-')));
  const write: Project['write'] = (more) => {
    for (const [path, content] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  };
  write(files);
  return {
    folder,
    write,
    lint: async (request = {}) => {
      const warnings: string[] = [];
      const run = await lint({
        cwd: folder,
        env: { HOME: join(folder, 'home') },
        operands: [],
        acgsVersion: () => Promise.resolve('0.1.0'),
        warn: (text) => warnings.push(text),
        ...request,
        flags: { options: {}, shellcheck: 'off', ...request.flags },
      });
      return { ...run, warnings };
    },
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Codes of all findings, or of those that count. */
export function codes(run: LintRun, which: 'all' | 'counted' = 'counted'): string[] {
  return run.files.flatMap(({ findings }) =>
    findings.filter(({ counts }) => which === 'all' || counts).map(({ code }) => code),
  );
}
