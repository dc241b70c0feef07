import { describe, expect, it } from 'vitest';
import { type EvidenceReader } from '../../../src/evidence/evidence-reader.js';
import { readOnce } from '../../../src/evidence/stores/read-once.js';
import { digestOf } from '../../../src/model/digest.js';

const [index, platform] = [digestOf('index'), digestOf('platform')];

describe('readOnce', () => {
  it('asks for the evidence of each subject once, whoever asks at the same time or later', async () => {
    const asked: string[] = [];
    const reader: EvidenceReader = {
      candidatesOf: (subject) => {
        asked.push(subject);
        return Promise.resolve([]);
      },
    };
    const once = readOnce(reader);
    await Promise.all([once.candidatesOf(index), once.candidatesOf(index), once.candidatesOf(platform)]);
    await once.candidatesOf(platform);
    expect(asked).toEqual([index, platform]);
    await readOnce(reader).candidatesOf(index);
    expect(asked).toEqual([index, platform, index]);
  });

  it('passes on what went wrong', async () => {
    const broken = { candidatesOf: () => Promise.reject(new Error('a byte was changed')) };
    const once = readOnce(broken);
    await expect(once.candidatesOf(index)).rejects.toThrow('a byte was changed');
    await expect(once.candidatesOf(index)).rejects.toThrow('a byte was changed');
  });
});
