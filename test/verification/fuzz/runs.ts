/**
 * How many examples a fuzz test tries. A unit run takes seconds and is the same every time; with ACGS_FUZZ_RUNS the tests try that many, from
 * another seed in each run (which fast-check prints with what it finds).
 */
export function fuzz(runs: number): { numRuns: number; seed?: number } {
  const more = Number(process.env['ACGS_FUZZ_RUNS'] ?? '');
  return more > 0 ? { numRuns: more } : { numRuns: runs, seed: 20_261_122 };
}
