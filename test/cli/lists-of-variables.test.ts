import { afterEach, describe, expect, it } from 'vitest';
import { withLists } from '../../src/cli/lists-of-variables.js';
import { runJson } from '../commands/run-command.js';

afterEach(() => {
  delete process.env['ACGS_REQUIRE'];
});

describe('withLists', () => {
  it('cuts the text of a variable as the flag would be cut, and leaves the rest', () => {
    const definitions = { platform: { multiple: true, delimiter: ',' }, arg: { multiple: true }, key: {} };
    expect(
      withLists({ platform: 'linux/amd64, linux/arm64,', arg: 'A=1,2', key: 'a,b' }, definitions),
    ).toEqual({
      platform: ['linux/amd64', 'linux/arm64'],
      arg: ['A=1,2'],
      key: 'a,b',
    });
    expect(withLists({ platform: ['x'] }, definitions)).toEqual({ platform: ['x'] });
  });

  it('makes the environment twin of a list mean what the list means', async () => {
    const argv = ['--layout', 'none', '--key', 'none.pub'];
    const said = await runJson('verify', ...argv, '--require', 'signature,nonsense');
    process.env['ACGS_REQUIRE'] = 'signature,nonsense';
    const inherited = await runJson('verify', ...argv);
    expect(inherited.document.error).toEqual(said.document.error);
    expect(inherited.exit).toBe(2);
  });
});
