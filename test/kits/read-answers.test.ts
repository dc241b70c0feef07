import { expect, it } from 'vitest';
import { checkAnswers } from '../../src/kits/check-answers.js';
import { readAnswers } from '../../src/kits/read-answers.js';
import { KITS } from './all-kits.js';

it.each(KITS.map(({ manifest }) => [manifest.name, manifest] as const))(
  'the answers of %s without any given are its defaults, which its own schemas take',
  async (_name, manifest) => {
    const defaults = await readAnswers(manifest, {});
    expect(Object.keys(defaults)).toEqual(Object.keys(manifest.answers));
    expect(checkAnswers(manifest, {})).toEqual(defaults);
    expect(checkAnswers(manifest, defaults)).toEqual(defaults);
    expect(await readAnswers(manifest, defaults)).toEqual(defaults);
  },
);
