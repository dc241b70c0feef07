/** `acgs dockerfile lint` against hadolint, on files made here: the same files in the same run, side by side. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { once, peakMemory, ratio } from './measure.mjs';

/** What a step may be; `n` makes every file another one. */
const STEPS = [
  (n) => [
    `RUN apt-get update && apt-get install -y curl git${n} \\`,
    '    ca-certificates \\',
    '    && rm -rf /var/lib/apt/lists/*',
  ],
  (n) => [`RUN cd /tmp && wget http://example.com/a${n}.tgz | tar xz`],
  (n) => [`RUN if [ "$VERSION" = "1.${n}" ]; then \\`, '      echo $VERSION; \\', '    fi'],
  (n) => [
    `RUN pip install flask==${n}.0 requests \\`,
    '    && for f in $(ls *.py); do \\',
    '         python $f; \\',
    '       done',
  ],
  (n) => [`RUN npm install -g left-pad${n}`],
  (n) => [`RUN useradd -m user${n}`],
  (n) => ['RUN set -e; x=`date`; \\', `    echo "$x" > /etc/stamp${n}`],
];

/** A Dockerfile of exactly `lines` lines with `runs` RUN instructions. */
export function dockerfile(n, lines, runs) {
  const head = [
    'FROM debian:12 AS build',
    `ARG VERSION=1.${n}`,
    `ENV APP=/opt/app${n} \\`,
    '    LANG=C.UTF-8',
    'WORKDIR /opt/app',
  ];
  const tail = [
    'FROM debian:12',
    'COPY --from=build /opt/app /opt/app',
    'EXPOSE 8080',
    'USER app',
    'CMD python app.py',
  ];
  const body = [];
  for (let step = 0; step < runs; step += 1) {
    const made = STEPS[(n + step) % STEPS.length](n * 100 + step);
    // a longer step only where the rest still fits
    const left = lines - head.length - tail.length - body.length - (runs - step - 1);
    body.push(...(made.length <= left ? made : STEPS[4](n * 100 + step)));
  }
  const rest = lines - head.length - tail.length - body.length;
  const remarks = Array.from({ length: rest }, (_, index) => `# remark ${n} ${index}`);
  return `${[...head, ...remarks, ...body, ...tail].join('\n')}\n`;
}

/** A run that found something: both linters end so on these files, and an empty answer would look fast. */
function found(command, args, options) {
  const result = once(command, args, options);
  if (result.status === 0 || !result.stdout.includes('DL3008'))
    throw new Error(
      `${command} ${args.join(' ')} found nothing (exit ${result.status}): ${result.stderr.slice(-500)}`,
    );
  return result;
}

/**
 * @param {{node: string, root: string, hadolint: string, shellcheck: string}} tools absolute paths
 * @returns lines of the table: name, value, and the most it may be (undefined: only stated)
 */
export function lintAgainstHadolint({ node, root, hadolint, shellcheck }) {
  const folder = mkdtempSync(join(tmpdir(), 'acgs-bench-lint-'));
  try {
    const one = join(folder, 'Dockerfile');
    writeFileSync(one, dockerfile(0, 60, 17));
    mkdirSync(join(folder, 'many'));
    for (let n = 1; n <= 1000; n += 1)
      writeFileSync(join(folder, 'many', `${n}.Dockerfile`), dockerfile(n, 60, 17));
    const names = Array.from({ length: 1000 }, (_, index) => `many/${index + 1}.Dockerfile`);
    const lengths = [1250, 5000].map((lines) => {
      const file = join(folder, `long-${lines}`);
      writeFileSync(file, dockerfile(1, lines, Math.floor(lines / 3)));
      return file;
    });
    const options = {
      cwd: folder,
      env: { HOME: folder, PATH: `${dirname(shellcheck)}${delimiter}${process.env.PATH}` },
    };
    const lint = [join(root, 'bin/run.js'), 'dockerfile', 'lint', '--format', 'json'];
    const acgs = (files, more = ['--shellcheck', 'off']) =>
      found(node, [...lint, ...more, ...files], options);
    const peer = (files) => found(hadolint, ['--format', 'json', ...files], options);
    const bare = () => once(node, ['-e', '0']);
    const [wall, cpu] = [(run) => run.wallMs, (run) => run.cpuMs];
    return [
      {
        name: 'lint 60 lines, 17 RUN / hadolint (wall)',
        value: ratio(
          15,
          () => acgs([one]),
          () => peer([one]),
          wall,
        ),
        most: 0.8,
      },
      {
        name: 'lint 60 lines, 17 RUN / node -e 0 (CPU)',
        value: ratio(15, () => acgs([one]), bare, cpu),
        most: 3,
      },
      {
        name: 'the same with ShellCheck / hadolint (wall)',
        value: ratio(
          7,
          () => acgs([one], []),
          () => peer([one]),
          wall,
        ),
      },
      {
        name: 'lint 1,000 files / hadolint (wall)',
        value: singly(
          () => acgs(names),
          () => peer(names),
          wall,
        ),
        most: 0.1,
      },
      {
        name: 'the same with ShellCheck / hadolint, 100 files (wall)',
        value: singly(
          () => acgs(names.slice(0, 100), []),
          () => peer(names.slice(0, 100)),
          wall,
        ),
      },
      {
        name: 'lint 5,000 lines / 4 times 1,250 lines (CPU over node -e 0)',
        value: growth(acgs, bare, lengths),
        most: 1.5,
      },
      {
        name: 'lint 1,000 files, memory (MiB)',
        value: peakMemory(node, [...lint, '--shellcheck', 'off', ...names], options).mebibytes,
        most: 200,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One pair only: a run takes minutes, and the ratio is far from its limit. */
function singly(a, b, pick) {
  return pick(a()) / pick(b());
}

/** 1 is linear, 4 would be quadratic. */
function growth(acgs, bare, [short, long]) {
  const start = Math.min(...[1, 2, 3].map(() => bare().cpuMs));
  const least = (file) => Math.min(...[1, 2, 3].map(() => acgs([file]).cpuMs)) - start;
  return least(long) / (4 * least(short));
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '../..');
  const tool = (name) => join(root, '.tools/bin', name);
  const table = lintAgainstHadolint({
    node: process.execPath,
    root,
    hadolint: tool('hadolint'),
    shellcheck: tool('shellcheck'),
  });
  for (const { name, value, most } of table)
    console.log(`${value.toFixed(2).padStart(8)}  ${name}${most === undefined ? '' : `, at most ${most}`}`);
}
