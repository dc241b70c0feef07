import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { type BuildkitCase, type HadolintCase, measure } from './cases.js';

/** Cases of hadolint's and BuildKit's own tests; their licences keep them out of this repository. */
const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = process.env['ACGS_CASES'] ?? join(repository, '..', 'shared', 'cases');
const [hadolint, buildkit] = ['dockerfile-lint-sample.jsonl', 'buildkit-check-sample.jsonl'].map((name) =>
  join(folder, name),
) as [string, string];
const present = existsSync(hadolint) && existsSync(buildkit);
const required = process.env['CI'] === 'true';

const rows = <Row>(file: string): Row[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

if (!present && !required) console.log(`left out: no outside Dockerfile cases in ${folder}`);

test.skipIf(!present && !required)(
  'every outside case of a Dockerfile fires where it must and is silent where it must',
  () => {
    const cases = rows<HadolintCase>(hadolint);
    const score = measure(cases, rows<BuildkitCase>(buildkit), bench().tools.shellcheck);
    expect(score.failures).toEqual([]);
    const judged = [...score.rules.values()].map(({ must, mustNot }) => must + mustNot);
    expect(judged.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(cases.length);
  },
);
