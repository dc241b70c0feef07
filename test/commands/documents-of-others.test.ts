import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runJson } from './run-command.js';
import { workFolder } from './signed-folder.js';

let work: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  work = await workFolder();
  writeFileSync('Dockerfile', 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nCMD curl x\n');
});
afterAll(() => {
  work.leave();
});

describe('documents of commands about a Dockerfile are what their schemas say', () => {
  it.each([
    ['dockerfile harden', ['Dockerfile'], 0],
    ['dockerfile harden', ['Dockerfile', '--check'], 3],
    ['dockerfile harden', ['nope'], 2],
    ['dockerfile lint', ['Dockerfile', '--shellcheck', 'off'], 3],
    ['dockerfile lint', ['--explain', 'DL3006'], 0],
    ['init', [], 0],
    ['init', [], 0],
  ])('acgs %s %j ends with %i', async (id, argv, exit) => {
    expect((await runJson(id, ...argv)).exit).toBe(exit);
  });
});
