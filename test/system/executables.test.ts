import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findExecutable } from '../../src/system/executables.js';
import { type Scratch, scratchFolder } from '../bench/scratch.js';

describe('findExecutable', () => {
  let scratch: Scratch;
  const home = process.cwd();
  beforeEach(() => {
    scratch = scratchFolder();
  });
  afterEach(() => {
    process.chdir(home);
    scratch.remove();
  });

  const tool = (folder: string, mode = 0o755): string => {
    const path = join(scratch.folder, folder);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'tool'), '#!/bin/sh\n');
    chmodSync(join(path, 'tool'), mode);
    return path;
  };

  it('finds the first that may run', () => {
    const [none, plain, good, second] = [
      join(scratch.folder, 'none'),
      tool('a', 0o644),
      tool('b'),
      tool('c'),
    ];
    mkdirSync(join(scratch.folder, 'd/tool'), { recursive: true });
    const path = [none, plain, join(scratch.folder, 'd'), good, second].join(':');
    expect(findExecutable('tool', path)).toBe(join(good, 'tool'));
    expect(findExecutable('other', path)).toBeUndefined();
  });

  it('takes nothing from the working directory, by whatever way it is named', () => {
    const bin = tool('repository/bin');
    const outside = join(scratch.folder, 'outside');
    mkdirSync(outside);
    symlinkSync(join(bin, 'tool'), join(outside, 'tool'));
    symlinkSync(join(scratch.folder, 'repository'), join(scratch.folder, 'alias'));
    process.chdir(join(scratch.folder, 'repository'));
    for (const path of ['', '.', 'bin', bin, outside, join(scratch.folder, 'alias/bin')])
      expect(findExecutable('tool', path)).toBeUndefined();
    process.chdir(home);
    expect(findExecutable('tool', bin)).toBe(join(bin, 'tool'));
  });

  it('takes nothing from a folder that everybody may write, nor what a link there leads to', () => {
    const open = tool('open');
    chmodSync(open, 0o777);
    const link = join(scratch.folder, 'link');
    mkdirSync(link);
    symlinkSync(join(open, 'tool'), join(link, 'tool'));
    expect(findExecutable('tool', `${open}:${link}`)).toBeUndefined();
    chmodSync(open, 0o755);
    expect(findExecutable('tool', open)).toBe(join(open, 'tool'));
  });
});
