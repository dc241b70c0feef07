import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { count, registryFlags, text, toggle } from '../../cli/flags.js';
import { operand } from '../../cli/operand.js';

const VIEWS = ['stdout', 'diff', 'check', 'write'];
const view = (name: string, description: string) => ({
  ...toggle(name, description),
  exclusive: VIEWS.filter((other) => other !== name && !(name === 'diff' && other === 'write')),
});

export default class DockerfileScaffold extends AcgsCommand<typeof DockerfileScaffold> {
  static override summary = 'write a Dockerfile for the service in a folder';
  static override description = `Looks at the files of DIR (default: this folder) and the workspace around it, and writes a Dockerfile and a .dockerignore:
built in stages, from lockfiles, on bases pinned by digest, run as user 1000 on a read-only root, with a health check that the image can run.
What the files do not tell is asked on a terminal, and is the usual elsewhere or with --yes.

A Dockerfile that is there is replaced with --force only, and a backup is kept. Stacks, runtimes and proofs: docs/scaffold.md

EXIT CODES
  0  written, or nothing differs
  1  a file could not be read or written
  2  nothing tells what the folder is made of, a wrong flag, or a Dockerfile is there
  3  --check: something differs`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> services/api --port 8000 --health /healthz --compose',
    '<%= config.bin %> <%= command.id %> --runtime distroless --stdout',
    '<%= config.bin %> <%= command.id %> --check',
  ];
  static override args = { dir: operand('DIR') };
  static override flags = {
    stack: text('stack', 'what the service is made of, where its files do not tell', { helpValue: 'STACK' }),
    runtime: text('runtime', 'slim, distroless, chainguard or hardened', { helpValue: 'FAMILY' }),
    port: count('port', 'port that the service listens on', { min: 1, max: 65_535 }),
    command: text('command', 'how the service starts', { helpValue: 'COMMAND' }),
    health: text('health', 'path that answers 2xx, tcp (the port is open) or none', { helpValue: 'PATH' }),
    compose: toggle('compose', 'a compose.yaml too, as locked down as production'),
    probes: toggle('probes', 'a probes.yaml too: what Kubernetes asks instead of HEALTHCHECK'),
    write: view('write', 'write the files (the default)'),
    stdout: view('stdout', 'print the Dockerfile, write nothing'),
    diff: view('diff', 'print what would change, write nothing (unless with --write)'),
    check: view('check', 'write nothing, exit 3 where something differs'),
    force: toggle('force', 'replace files that are there; backups are kept'),
    yes: toggle('yes', 'ask nothing', { char: 'y' }),
    ...registryFlags,
  };

  protected override async work(): Promise<Outcome> {
    const { runScaffold } = await import('../../cli/run-scaffold.js');
    return runScaffold(this.flags, this.args.dir ?? '.', this.config.version);
  }
}
