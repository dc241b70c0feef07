import { type Proof, type ProvenImage } from '../../model/proof.js';

/**
 * Why two images do not show that hardening kept what the image does; none: they do. The hardened image must run; that the image as it
 * was did not (its health check called a program that it lacks, say) is no reason against it.
 */
export function reasonsAgainst(
  before: ProvenImage,
  after: ProvenImage,
  differences: Proof['differences'],
): string[] {
  const reasons = differences
    .filter(({ rules }) => rules.length === 0)
    .map(
      ({ field, before: old, after: now }) =>
        `no change explains that ${field} is ${now ?? 'gone'} and was ${old ?? 'not there'}`,
    );
  if (after.smoke.status === 'failed') {
    const was =
      before.smoke.status === 'passed' ? `the image as it was is ${before.smoke.observed}` : undefined;
    const neither = before.smoke.status === 'failed' ? 'nor does the image as it was' : undefined;
    reasons.push(`the hardened image does not run: ${after.smoke.why} (${was ?? neither ?? 'not compared'})`);
  }
  const [old, now] = [before.smoke, after.smoke];
  if (old.status === 'passed' && now.status === 'passed' && rank(now.observed) < rank(old.observed))
    reasons.push(`the image was ${old.observed}, hardened it is only ${now.observed}`);
  return reasons;
}

function rank(observed: 'healthy' | 'running' | 'exit0'): number {
  return { exit0: 0, running: 1, healthy: 2 }[observed];
}
