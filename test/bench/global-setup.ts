import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bench } from './bench.js';

/** Runs once before the bench tests: without a bench they fail here, with what to do, instead of one by one. */
export function setup(): () => void {
  bench();
  // what the developer's own acgs has built decides no test
  const layers = mkdtempSync(join(tmpdir(), 'acgs-test-layers-'));
  process.env['ACGS_LAYER_CACHE'] = layers;
  delete process.env['ACGS_LAYER_CACHE_SIZE'];
  return () => {
    rmSync(layers, { recursive: true, force: true });
  };
}
