import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';

export default class Init extends AcgsCommand<typeof Init> {
  static override summary = 'find the services of this repository and write acgs.yaml';
  static override description = `Looks for Dockerfiles, takes contexts and names from compose and bake files where there are any, and writes acgs.yaml.
An acgs.yaml that is there is never overwritten: run again, it tells what is missing.

EXIT CODES
  0  written, or compared
  2  no Dockerfile, or the acgs.yaml that is there cannot be read`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  protected override async work(): Promise<Outcome> {
    const { init } = await import('../actions/init.js');
    const { config: file } = this.flags;
    const result = await init({
      cwd: process.cwd(),
      acgsVersion: this.config.version,
      ...(file === undefined ? {} : { file }),
    });
    return {
      document: result,
      human: async () => {
        const { formatInit } = await import('../actions/init/format-init.js');
        return formatInit(result);
      },
    };
  }
}
