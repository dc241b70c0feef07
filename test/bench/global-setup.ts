import { bench } from './bench.js';

/** Runs once before the bench tests: without a bench they fail here, with what to do, instead of one by one. */
export function setup(): void {
  bench();
}
