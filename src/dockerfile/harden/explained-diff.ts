import { type HardeningRisk } from '../../model/hardening.js';
import { type FixRisk } from '../fix.js';
import { maskSecrets } from '../mask-secrets.js';
import { LineIndex } from '../parse/line-index.js';
import { unifiedDiff } from '../unified-diff.js';
import { type Applied, type Settled } from './settle.js';

/** Risks as people read them. */
export const RISK_WORDS: Readonly<Record<FixRisk, HardeningRisk>> = {
  safe: 'safe',
  review: 'review',
  rebuild: 'needs rebuild',
};

/**
 * The diff of a file and its hardened form. Behind each `@@` stand rule, risk and reason of what the hunk changes; `patch` and
 * `git apply` take that for a section's name, so the diff still applies. Secrets are masked: a hunk that holds one applies nowhere.
 */
export function explainedDiff(before: string, { text, applied }: Settled, path: string): string {
  const lines = new LineIndex(text);
  const placed = applied.map((entry) => ({
    entry,
    ranges: entry.spans.map(({ start, end }) => ({
      from: lineOf(lines, start),
      to: lineOf(lines, Math.max(start, end - 1)),
    })),
  }));
  return unifiedDiff(maskSecrets(before), maskSecrets(text), {
    path,
    remark: (start, end) => {
      // Where lines only go, what took them away stands at the seam.
      const [first, last] = start === end ? [start - 1, start] : [start, end - 1];
      const found = placed.filter(({ ranges }) => ranges.some(({ from, to }) => from <= last && to >= first));
      return found.map(({ entry }) => remark(entry)).join('; ');
    },
  });
}

function remark({ rule, risk, reason }: Applied): string {
  return `${rule} (${RISK_WORDS[risk]}): ${reason}`;
}

function lineOf(lines: LineIndex, offset: number): number {
  return lines.positionAt(offset).line - 1;
}
