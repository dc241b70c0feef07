import { type Config } from '@oclif/core/config';
import { allowClosedPipes } from './closed-pipes.js';

/**
 * Runs one command line. Never ends the process: bin/run.js does, with `process.exitCode`.
 * @param argv arguments without node and script
 * @param root folder of package.json and oclif.manifest.json
 */
export async function main(argv: readonly string[], root: string): Promise<void> {
  allowClosedPipes();
  try {
    if (argv[0] === 'dockerfile' && argv[1] === 'lint') {
      const { tryFastPath } = await import('./lint-fast-path.js');
      if (await tryFastPath(argv, root)) return;
    }
    const { run } = await import('@oclif/core/run');
    await run([...argv], { root });
  } catch (error) {
    if (isHelpExit(error)) return;
    const { reportFailure } = await import('./report-failure.js');
    process.exitCode = await reportFailure(await explained(error, argv, root), {
      json: argv.includes('--json'),
    });
  }
}

/** oclif ends `--help` and `--version` by throwing an exit of 0. */
function isHelpExit(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'EEXIT' &&
    'oclif' in error &&
    (error.oclif as { exit?: number }).exit === 0
  );
}

/** An unknown command gets the nearest one as its next step. */
async function explained(error: unknown, argv: readonly string[], root: string): Promise<unknown> {
  if (!(error instanceof Error) || !/command .* not found/i.test(error.message)) return error;
  const [{ AcgsError }, { nearest }, { Config: OclifConfig }] = await Promise.all([
    import('../model/errors.js'),
    import('../model/nearest.js'),
    import('@oclif/core/config'),
  ]);
  const config: Config = await OclifConfig.load({ root });
  const typed = argv
    .filter((word) => !word.startsWith('-'))
    .slice(0, 2)
    .join(' ');
  const known = config.commandIDs.map((id) => id.replaceAll(':', ' '));
  const guess = nearest(typed, known) ?? nearest(typed.split(' ')[0] ?? '', known);
  return new AcgsError('usage/invalid', `there is no command "${typed}"`, {
    next: [guess === undefined ? 'run `acgs --help` for the list' : `did you mean \`acgs ${guess}\`?`],
  });
}
