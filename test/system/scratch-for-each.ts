import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type Scratch, scratchFolder } from '../bench/scratch.js';

/** Gives each test of a block a folder of its own; both ask for the folder of the test that runs. */
export function scratchForEach(): { readonly folder: () => string; readonly at: (name: string) => string } {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = scratchFolder();
  });
  afterEach(() => {
    scratch.remove();
  });
  return { folder: () => scratch.folder, at: (name) => join(scratch.folder, name) };
}
