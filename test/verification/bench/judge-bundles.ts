import { isDeepStrictEqual } from 'node:util';
import { digestOf } from '../../../src/model/digest.js';
import { compileIdentity } from '../../../src/verification/identity-policy.js';
import { openBundle } from '../../../src/verification/signed-evidence.js';
import { verifyEvidence } from '../../../src/verification/verify-evidence.js';
import { plainJudge } from '../fuzz/plain-sigstore.js';
import { ISSUER, type Recipe, SIGNED_AT, SUBJECT, VirtualSigstore } from '../virtual-ca.js';

/**
 * Run by scripts/bench/verify-bundles.mjs, in a process of its own: makes bundles, every tenth of them invalid, judges them by our core and by plain
 * `@sigstore/verify` in turn, and prints the CPU for each in milliseconds. Ends with an error where the two disagree.
 */
const COUNT = Number(process.argv[2] ?? 100);
const ROUNDS = 3;
const KINDS: readonly (readonly [string, Recipe])[] = [
  ['with a promise', {}],
  ['with a promise and a timestamp', { stampedAt: SIGNED_AT }],
  ['of Rekor v2', { logVersion: 'hashedrekord-v2', stampedAt: SIGNED_AT }],
];

const sigstore = new VirtualSigstore();
const stranger = new VirtualSigstore();
const image = digestOf('an image');
const anchors = sigstore.anchors();
const plain = plainJudge(sigstore.trustedRoot(), { subject: SUBJECT, issuer: ISSUER });
const request = {
  subject: { digests: { sha256: image.slice(7) } },
  policy: {
    kind: 'identities',
    identities: [await compileIdentity({ subject: { literal: SUBJECT }, issuer: { literal: ISSUER } })],
  },
  anchors: () => anchors,
} as const;

async function timed(judgeAll: () => Promise<boolean[]>): Promise<{ each: number; verdicts: boolean[] }> {
  const before = process.cpuUsage();
  const verdicts = await judgeAll();
  const { user, system } = process.cpuUsage(before);
  return { each: (user + system) / 1000 / COUNT, verdicts };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function measure([what, recipe]: (typeof KINDS)[number]): Promise<object> {
  const bundles: Buffer[] = [];
  for (let number = 0; number < COUNT; number += 1)
    bundles.push(await (number % 10 === 9 ? stranger : sigstore).keylessBytes(image, recipe));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const one = await timed(async () => {
      const verdicts: boolean[] = [];
      for (const bytes of bundles)
        verdicts.push((await verifyEvidence(() => openBundle(bytes), request)).verified);
      return verdicts;
    });
    const other = await timed(() => Promise.resolve(bundles.map((bytes) => plain(bytes))));
    if (
      !isDeepStrictEqual(one.verdicts, other.verdicts) ||
      one.verdicts.filter(Boolean).length !== COUNT * 0.9
    )
      throw new Error(`the verdicts on bundles ${what} differ`);
    ours.push(one.each);
    theirs.push(other.each);
  }
  return { what, ours: median(ours), plain: median(theirs) };
}

const rows: object[] = [];
for (const kind of KINDS) rows.push(await measure(kind));
process.stdout.write(JSON.stringify(rows));
