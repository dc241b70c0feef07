import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBuildContext } from '../../src/source/build-context.js';
import { bench, benchEnv } from '../bench/bench.js';
import { runOk } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';

const FILES = [
  'a', 'b.log', 'c++', 'docs/x', 'docs/keep/y', 'docs/keep/z.log', 'node_modules/m/i.js', 'api/node_modules/m.js',
  'api/temp1', 'api/v1/temp2', 'README.md', 'readme.md', 'src/a b.txt', 'src/[x]', 'src/ü', 'deep/1/2/3/keep', 'deep/1/2/other',
  'dist/release/report.json', 'dist/app.js', '.acgs/runs/1/journal', 'cosign.key', 'cosign.pub', 'odd*name', 'oddXname', '.git/HEAD', 'x/.git/HEAD',
]; // prettier-ignore

const IGNORES = [
  '',
  '*',
  '*\n!src\n!docs/keep',
  '**/*.log\n!docs/keep/*.log',
  '**/node_modules\n*/temp?',
  'docs\n!docs/keep\ndocs/keep/z.log',
  '*\n!**',
  '/src/\n./dist\n#comment\n c++ \n',
  'deep\n!**/keep',
  'deep/**\n!deep/1/2/3',
  '[a-c]*\n!b*\nREADME.md',
  'src/\\[x\\]\nodd\\*name',
  '**/v?/**',
  '*/*/*\n!deep/**/keep',
  '**\n!README*.md\n!src/**/*.txt',
];

it.each(IGNORES)('BuildKit is sent what acgs lists, for the ignore file %j', async (ignore) => {
  using scratch = scratchFolder(Object.fromEntries(FILES.map((file) => [file, file])));
  using out = scratchFolder();
  scratch.write({ '.dockerignore': ignore });
  out.write({ 'in/Dockerfile': 'FROM scratch\nCOPY . /\n' });
  const dockerfile = join(out.folder, 'in/Dockerfile');
  const context = await readBuildContext({
    folder: scratch.folder,
    dockerfile: join(scratch.folder, 'Dockerfile'),
    exclude: ['.acgs', 'dist/release', 'cosign.key', 'cosign.pub', 'odd*name'].map((path) =>
      join(scratch.folder, path),
    ),
  });
  out.write({ 'in/Dockerfile.dockerignore': context.ignoreText });
  await runOk(
    bench().tools.docker,
    [
      'buildx',
      'build',
      '-q',
      '-f',
      dockerfile,
      '--output',
      `type=local,dest=${join(out.folder, 'out')}`,
      scratch.folder,
    ],
    { env: benchEnv() },
  );
  const built = join(out.folder, 'out');
  const sent = existsSync(built) ? readdirSync(built, { recursive: true, encoding: 'utf8' }).sort() : [];
  expect(context.entries.map((entry) => entry.path).sort()).toEqual(sent);
});
