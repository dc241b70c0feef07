import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot, type Ran } from '../commands/run-command.js';

/** Exit code for a command line that the plain way left to oclif. */
const LEFT = 99;

/** A bundle of src/plain, built from the source as it is now, in a folder of its own. */
export class PlainWay {
  private readonly folder = mkdtempSync(join(tmpdir(), 'acgs-plain-'));

  private constructor(private readonly name: string) {}

  static async build(name: string): Promise<PlainWay> {
    const way = new PlainWay(name);
    const { bundlePlain } = (await import(join(projectRoot, 'scripts/lib/plain-bundles.mjs'))) as {
      bundlePlain: (outdir: string, pattern: string) => Promise<void>;
    };
    mkdirSync(join(way.folder, 'lib'));
    await bundlePlain(join(way.folder, 'lib'), name);
    for (const part of ['package.json', 'templates', 'schemas'])
      symlinkSync(join(projectRoot, part), join(way.folder, part));
    writeFileSync(
      join(way.folder, 'run.cjs'),
      `const { runCachedScript } = require('./lib/plain/cached-script.cjs');
const { tryPlain } = runCachedScript(__dirname + '/lib/plain/${name}.cjs', 'test').exports;
tryPlain(process.argv.slice(2), __dirname).then((done) => {
  if (!done) process.exitCode = ${LEFT};
});\n`,
    );
    return way;
  }

  /** Runs a command line. @returns nothing where it was left to oclif: then nothing was printed either */
  async run(cwd: string, ...argv: string[]): Promise<Ran | undefined> {
    const { exit, stdout, stderr } = await runNode([join(this.folder, 'run.cjs'), ...argv], cwd);
    if (exit !== LEFT) return { exit, stdout, stderr };
    if (stdout !== '' || stderr !== '')
      throw new Error(
        `${this.name} ${argv.join(' ')} was left to oclif after it had said: ${stdout}${stderr}`,
      );
    return undefined;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** A process of its own, and nothing of the bench: this is a unit test. */
function runNode(args: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, args, { cwd, encoding: 'utf8' }, (_error, stdout, stderr) => {
      if (child.exitCode === null) reject(new Error(`${args.join(' ')} did not end by itself: ${stderr}`));
      else resolve({ exit: child.exitCode, stdout, stderr });
    });
  });
}
