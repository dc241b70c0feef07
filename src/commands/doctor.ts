import { AcgsCommand, type Outcome } from '../cli/acgs-command.js';
import { bold, toggle } from '../cli/flags.js';

export default class Doctor extends AcgsCommand<typeof Doctor> {
  static override summary = 'Tell what this machine lacks for a release, and how to get it';
  static override description =
    'Looks at Node.js, git, the Docker engine, buildx, Trivy and its database, the registries of acgs.yaml and the Sigstore trusted root. Only reads, but for --fix.';
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --fix'];
  static override flags = {
    fix: bold('install the pinned Trivy, its checksum verified, where none is found'),
    offline: toggle('offline', 'open no connection but to this machine'),
    'allow-http-registry': bold('speak plain http to the registries'),
  };

  protected override async work(): Promise<Outcome> {
    const [{ examineMachine }, { interruptible }, { projectConfiguration }] = await Promise.all([
      import('../cli/examine-machine.js'),
      import('../cli/interruptible.js'),
      import('../cli/project.js'),
    ]);
    const { flags } = this;
    const configuration = await projectConfiguration(flags.config, this.config.version);
    const { checks, fixes, error } = await interruptible((signal) =>
      examineMachine(configuration, { fix: flags.fix, allowHttp: flags['allow-http-registry'], signal }),
    );
    const [{ failed, passed }, { formatDoctor }, { formatFixes }] = await Promise.all([
      import('../cli/outcomes.js'),
      import('../output/doctor/format-doctor.js'),
      import('../output/doctor/format-fixes.js'),
    ]);
    const document = { checks, fixes };
    const people = (paint: Parameters<typeof formatFixes>[1]): string =>
      formatFixes(fixes, paint) + formatDoctor(checks, paint);
    return error === undefined ? passed(flags, document, people) : failed(flags, error, document, people);
  }
}
