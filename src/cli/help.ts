import { CommandHelp, Help } from '@oclif/core/help';
import { EXIT } from '../model/exit-code.js';

/** What an exit code means, for people; docs/cli/README.md has the same table. */
export const EXIT_MEANINGS: readonly (readonly [string, string])[] = [
  [`${EXIT.done}`, 'done'],
  [`${EXIT.failed}`, 'a step failed: build, container unhealthy, network, registry'],
  [`${EXIT.usage}`, 'usage or configuration'],
  [`${EXIT.refused}`, 'a gate refused: lint, scan, policy, drift'],
  [`${EXIT.unverified}`, 'verification failed, or nothing to verify'],
  [`${EXIT.missing}`, 'a tool, its database or the environment is missing'],
  [`${EXIT.timedOut}`, 'timed out'],
  [`${EXIT.interrupted}, ${EXIT.terminated}`, 'interrupted'],
];

class AcgsCommandHelp extends CommandHelp {
  protected override sections(): ReturnType<CommandHelp['sections']> {
    const width = Math.max(...EXIT_MEANINGS.map(([code]) => code.length));
    const rows = EXIT_MEANINGS.map(([code, meaning]) => `${code.padEnd(width)}  ${meaning}`);
    return [...super.sections(), { header: 'EXIT CODES', generate: () => rows.join('\n') }];
  }
}

/** oclif's help with the exit codes, which are contract (package.json, `oclif.helpClass`). */
export class AcgsHelp extends Help {
  protected override CommandHelpClass = AcgsCommandHelp;
}
