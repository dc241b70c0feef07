import { describe, expect, it } from 'vitest';
import { reasonsAgainst } from '../../../src/actions/prove/reasons-against.js';
import { appliedChanges, explainingRules } from '../../../src/dockerfile/harden/expected-differences.js';
import { hardenDockerfile } from '../../../src/dockerfile/harden.js';
import { type Digest } from '../../../src/model/digest.js';
import { type ProvenImage } from '../../../src/model/proof.js';

const digest: Digest = `sha256:${'a'.repeat(64)}`;
const passed = (observed: 'healthy' | 'running' | 'exit0'): ProvenImage => ({
  digest,
  smoke: { status: 'passed', observed },
});
const failed: ProvenImage = { digest, smoke: { status: 'failed', why: 'it is unhealthy' } };
const skipped: ProvenImage = { digest, smoke: { status: 'skipped', why: 'smoke: false' } };
const user = { field: 'User', after: '"1000:1000"' };

describe('what proves a hardening', () => {
  it.each([
    ['both run', passed('healthy'), passed('healthy')],
    ['it runs better than before', passed('running'), passed('healthy')],
    ['it runs where it did not', failed, passed('healthy')],
    ['nobody wanted it run', skipped, skipped],
  ])('%s', (_name, before, after) => {
    expect(reasonsAgainst(before, after, [{ ...user, rules: ['ACGS1403'] }])).toEqual([]);
  });

  it.each([
    [
      'it does not run',
      passed('healthy'),
      failed,
      /does not run: it is unhealthy \(the image as it was is healthy\)/,
    ],
    ['neither runs', failed, failed, /nor does the image as it was/],
    ['it runs worse', passed('healthy'), passed('running'), /was healthy, hardened it is only running/],
    ['it ends', passed('running'), passed('exit0'), /only exit0/],
  ])('not: %s', (_name, before, after, why) => {
    expect(reasonsAgainst(before, after, [])).toEqual([expect.stringMatching(why)]);
  });

  it('not: a difference that no change explains', () => {
    expect(reasonsAgainst(passed('healthy'), passed('healthy'), [{ ...user, rules: [] }])).toEqual([
      'no change explains that User is "1000:1000" and was not there',
    ]);
  });
});

describe('a field is explained', () => {
  const changes = [
    { rule: 'DL3066', keywords: ['USER'] },
    { rule: 'DL3025', keywords: ['CMD'] },
    { rule: 'DL3042', keywords: ['ONBUILD'] },
    { rule: 'LegacyKeyValueFormat', keywords: ['ENV'] },
  ];

  it('by a rule that wrote into the instruction that makes it', () => {
    expect(explainingRules('User', [...changes, ...changes])).toEqual(['DL3066']);
    expect(explainingRules('Cmd', changes)).toEqual(['DL3025']);
    expect(explainingRules('OnBuild', changes)).toEqual(['DL3042']);
  });

  it('not by another rule, another instruction, or a rule that keeps what the image says', () => {
    expect(explainingRules('Healthcheck', changes)).toEqual([]);
    expect(explainingRules('Env.PATH', changes)).toEqual([]);
    expect(explainingRules('User', [{ rule: 'DL3066', keywords: ['RUN'] }])).toEqual([]);
  });

  it('by where the changes of a real hardening lie', () => {
    const hardened = hardenDockerfile('FROM debian:13\nONBUILD RUN apt-get install a\nCMD a b\n');
    const applied = appliedChanges(hardened);
    expect(explainingRules('OnBuild', applied)).toEqual(['DL3014', 'DL3015']);
    expect(explainingRules('Cmd', applied)).toEqual(['DL3025']);
    expect(explainingRules('User', applied)).toEqual(['ACGS1403']);
    expect(explainingRules('Entrypoint', applied)).toEqual([]);
  });
});
