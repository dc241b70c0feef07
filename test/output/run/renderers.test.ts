import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventSink, type RunEvent } from '../../../src/model/run-event.js';
import { chooseRenderer, folderIn } from '../../../src/output/run/choose-renderer.js';
import { type GitHubOptions, GitHubRenderer } from '../../../src/output/run/github-renderer.js';
import { LineRenderer } from '../../../src/output/run/line-renderer.js';
import { painter } from '../../../src/output/run/paint.js';
import { TreeRenderer } from '../../../src/output/run/tree-renderer.js';
import { ended, finding, finish, line, sample, start, started } from './sample-events.js';

const plain = await painter({}, { NO_COLOR: '1' });

/** A terminal in memory. */
class Terminal extends Writable {
  text = '';
  isTTY = true;
  columns = 80;
  rows = 40;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
const terminal = (more: Partial<Terminal> = {}): Terminal & NodeJS.WriteStream =>
  Object.assign(new Terminal(), more) as Terminal & NodeJS.WriteStream;

const feed = (sink: EventSink, events: readonly RunEvent[]): void => {
  for (const event of events) sink.handle(event);
};
const lines = (events: readonly RunEvent[], quiet = false): string => {
  const written: string[] = [];
  feed(new LineRenderer((text) => written.push(text), plain, quiet), events);
  return written.join('\n');
};
const github = (events: readonly RunEvent[], options: GitHubOptions = {}): string[] => {
  const written: string[] = [];
  feed(new GitHubRenderer((text) => written.push(...text.split('\n')), plain, options), events);
  return written;
};
/** What the runner would take for a command (actions/runner, ActionCommand.cs). */
const commandsIn = (log: readonly string[]): string[] =>
  log.filter((text) => text.trimStart().startsWith('::') || text.includes('##['));

describe('plain lines', () => {
  it('tell everything in the order of time', () => {
    expect(lines(sample)).toMatchInlineSnapshot(`
      "acgs 1.2.3  run 20260101T000000000Z-0000  api
      → api/lint  Do lint
      api/Dockerfile:3:1 DL3006 warning: pin the version
      ✓ api/lint  12 ms
      → api/build  Do build
        api/build │ #1 [internal] load build definition
      ✓ api/build  fresh
      → api/scan  Do scan
      → api/smoke  Do smoke
        api/smoke │ waiting for the health check
        api/scan │ scanning
      ✗ api/smoke  failed: the health check calls curl, which the image lacks
        │ sh: curl: not found
        → install curl
        log: .acgs/runs/x/steps/04-api-smoke.log
      warning: api/scan: the database is 4 days old
      ✓ api/scan  1.2 s
      ○ api/sign  cancelled: api/smoke failed
      failed in 1 min 05 s"
    `);
  });

  it('list the effects of a plan and mark those that leave the machine', () => {
    const steps = [
      {
        key: { step: 'push', service: 'api' },
        title: 'Push the image',
        action: 'run' as const,
        needs: [],
        effects: [{ kind: 'registry' as const, detail: 'push api to 127.0.0.1:5000/api', leaves: true }],
      },
      {
        key: { step: 'sign', service: 'api' },
        title: 'Sign',
        action: 'skip' as const,
        reason: 'nobody signs',
        needs: [],
      },
    ];
    expect(lines([{ type: 'plan', at: '', steps }])).toMatchInlineSnapshot(`
      "• api/push  Push the image
          registry  push api to 127.0.0.1:5000/api  (leaves this machine)
      - api/sign  skipped: nobody signs"
    `);
  });

  it('are silent when quiet: errors are rendered elsewhere', () => {
    expect(lines(sample, true)).toBe('');
  });
});

describe('on GitHub', () => {
  it('groups never overlap, and annotations name file and line', () => {
    const log = github(sample, { folder: 'services/' });
    expect(log.join('\n')).toMatchInlineSnapshot(`
      "acgs 1.2.3  run 20260101T000000000Z-0000  api
      ::group::api/lint
      ::warning title=DL3006,file=services/api/Dockerfile,line=3,col=1,endLine=3,endColumn=9::pin the version
      ::endgroup::
      ✓ api/lint  12 ms
      ::group::api/build
      #1 [internal] load build definition
      ::endgroup::
      ✓ api/build  fresh
      ::group::api/scan
      scanning
      ::endgroup::
      ::group::api/smoke
      waiting for the health check
      ::endgroup::
      ✗ api/smoke  failed: the health check calls curl, which the image lacks
        │ sh: curl: not found
        → install curl
        log: .acgs/runs/x/steps/04-api-smoke.log
      ::group::api/scan
      ::warning title=api/scan::the database is 4 days old
      ::endgroup::
      ✓ api/scan  1.2 s
      ○ api/sign  cancelled: api/smoke failed
      ::error title=build/failed::api: the build failed%0A→ look at the log
      failed in 1 min 05 s"
    `);
    let open = 0;
    for (const text of log) {
      if (text.startsWith('::group::')) open += 1;
      if (text.startsWith('::endgroup::')) open -= 1;
      expect([0, 1]).toContain(open);
    }
    expect(open).toBe(0);
  });

  it('untrusted text cannot be a command, whatever it is', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '::add-mask::x',
        ' ::set-output name=a::b',
        '##[add-path]/tmp',
        'a\n::error::b',
        'x\r::stop-commands::y',
        '%0A::error::',
      ),
    );
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        const log = github([
          started,
          start('lint'),
          line('lint', a),
          finding(a, { file: b }),
          { type: 'warning', at: '', text: `${a}${b}` },
          finish('lint', 'failed', {
            reason: b,
            error: { code: 'x', message: a, next: [b], exit: 1, output: `${a}\n${b}` },
          }),
          ended(true),
        ]);
        const ours =
          /^::(?:group::api\/lint$|endgroup::$|warning (?:title=DL3006,file=[^:,]*,line=3,col=1,endLine=3,endColumn=9)?::|warning::|error title=build\/failed::)/;
        for (const command of commandsIn(log)) {
          expect(command).toMatch(ours);
          expect(command).not.toMatch(/[\r\n]/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps to ten annotations of a kind, prints the rest as lines, and always shows the final error', () => {
    const findings = Array.from({ length: 30 }, (_, i) => finding(`number ${i}`, { level: 'error' }));
    const log = github([started, ...findings, ended(true)]);
    expect(log.filter((text) => text.startsWith('::error'))).toHaveLength(10);
    expect(log.at(-2)).toBe('::error title=build/failed::api: the build failed%0A→ look at the log');
    expect(log.filter((text) => text.includes('number 29'))).toEqual([
      'api/Dockerfile:3:1 DL3006 error: number 29',
    ]);
  });
});

describe('the tree', () => {
  it('shows each step as it ended, and below it what must stay readable', async () => {
    const stream = terminal();
    const tree = new TreeRenderer(stream, plain);
    for (const event of sample) {
      tree.handle(event);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await tree.close();
    // eslint-disable-next-line no-control-regex -- control sequences are what is removed
    const text = stream.text.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
    const last = text.slice(text.lastIndexOf('⚠ api'));
    expect(stream.text).toContain('\u001b[?25h');
    expect(last).toMatchInlineSnapshot(`
      "⚠ api
        ✔ lint  12 ms
        ✔ build  fresh
        ✔ scan  1.2 s
        ✖ smoke  failed: the health check calls curl, which the image lacks
        ↓ sign  cancelled: api/smoke failed
      api/Dockerfile:3:1 DL3006 warning: pin the version
      api/smoke: the health check calls curl, which the image lacks
        │ sh: curl: not found
        → install curl
        log: .acgs/runs/x/steps/04-api-smoke.log
      warning: api/scan: the database is 4 days old
      failed in 1 min 05 s
      "
    `);
  });

  it('ends when the run ends before its steps', async () => {
    const stream = terminal();
    const tree = new TreeRenderer(stream, plain);
    feed(tree, sample.slice(0, 3));
    tree.handle(ended(true));
    await tree.close();
    expect(stream.text).toContain('failed in 1 min 05 s');
  });
});

describe('the choice of a renderer', () => {
  const wishes = { environment: { TERM: 'xterm' }, ci: false };

  it('is a tree on a real terminal', async () => {
    expect(await chooseRenderer({ ...wishes, stream: terminal() })).toBeInstanceOf(TreeRenderer);
  });

  it.each([
    ['no terminal', { stream: terminal({ isTTY: false }) }],
    ['a CI system with a pseudo-terminal', { stream: terminal(), ci: true }],
    ['a dumb terminal', { stream: terminal(), environment: { TERM: 'dumb' } }],
    ['a terminal of no width', { stream: terminal({ columns: 0 }) }],
    ['--verbose', { stream: terminal(), verbose: true }],
  ])('is plain lines for %s', async (_name, more) => {
    expect(await chooseRenderer({ ...wishes, ...more })).toBeInstanceOf(LineRenderer);
  });

  it('is GitHub’s on GitHub', async () => {
    const environment = { GITHUB_ACTIONS: 'true' };
    expect(await chooseRenderer({ ...wishes, environment, ci: true, stream: terminal() })).toBeInstanceOf(
      GitHubRenderer,
    );
  });

  it('survives a reader that goes away', async () => {
    const stream = terminal({ isTTY: false });
    const sink = await chooseRenderer({ ...wishes, stream });
    stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    sink.handle(started);
    expect(stream.text).toBe('');
  });
});

describe('colours', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{}, {}, false],
    [{}, { FORCE_COLOR: '1' }, true],
    [{}, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [{ isTTY: true }, { FORCE_COLOR: '0' }, false],
  ])('%j with %j: %s', async (stream, environment, coloured) => {
    const paint = await painter(stream, environment);
    expect(paint('red', 'x') !== 'x').toBe(coloured);
  });
});

describe('the folder of a project in its checkout', () => {
  it.each([
    ['/w', '/w', ''],
    ['/w', '/w/services/api', 'services/api/'],
    ['/w', '/w/..hidden', '..hidden/'],
    ['/w', '/elsewhere', ''],
    [undefined, '/w', ''],
  ])('%s %s: "%s"', (workspace, project, folder) => {
    expect(folderIn(workspace, project)).toBe(folder);
  });
});
