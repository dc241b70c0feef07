import { AcgsCommand, type Outcome } from '../../cli/acgs-command.js';
import { list, registryFlags, text, toggle } from '../../cli/flags.js';
import { requiredOperand } from '../../cli/operand.js';

export default class DockerfilePin extends AcgsCommand<typeof DockerfilePin> {
  static override summary = 'pin the images of a Dockerfile by digest, and renew the digests';
  static override description = `Every FROM, COPY --from, RUN --mount=from and # syntax= gets the digest that its tag names now, of the index where the
image has several platforms; the tag is kept, and what follows an ARG is pinned in the default of that ARG where nothing
else reads it. An image that cannot be pinned is named, with the reason.

The diff goes to stdout and applies with \`patch -p1\` or \`git apply\`; all else goes to stderr. FILE - is standard input.

With --write, digests are kept in acgs-images.lock.json (the nearest one above FILE, or the one that --lock names);
--offline pins from there.

EXIT CODES
  0  done, or nothing to change
  1  an image could not be asked for (the others are pinned all the same), or the file could not be written
  2  no such file, a wrong flag, --offline without a lock
  3  --check: there is something to change`;
  static override examples = [
    '<%= config.bin %> <%= command.id %> Dockerfile',
    '<%= config.bin %> <%= command.id %> Dockerfile --write --cooldown 7d',
    '<%= config.bin %> <%= command.id %> Dockerfile --write --lock acgs-images.lock.json',
    '<%= config.bin %> <%= command.id %> Dockerfile --check --offline',
  ];
  static override args = { file: requiredOperand('FILE') };
  static override flags = {
    diff: toggle('diff', 'print the diff (the default)'),
    stdout: { ...toggle('stdout', 'print the whole file instead'), exclusive: ['diff'] },
    write: { ...toggle('write', 'change the file'), exclusive: ['check', 'stdout'] },
    check: toggle('check', 'change nothing, exit 3 where there is something to change'),
    cooldown: text('cooldown', 'take no image that is younger, e.g. 7d', { helpValue: 'AGE' }),
    skip: list('skip', 'images that are left as they are', { helpValue: 'IMAGE' }),
    lock: text('lock', 'where digests are kept for --offline', { helpValue: 'FILE' }),
    ...registryFlags,
  };

  protected override async work(): Promise<Outcome> {
    const { runPin } = await import('../../cli/run-pin.js');
    return await runPin(this.args.file, this.flags);
  }
}
