import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMissing } from '../../../src/image/smoke/load-missing.js';
import { type ThrowAwayImage } from '../../../src/image/smoke/throw-away-image.js';
import { type Descriptor } from '../../../src/model/descriptor.js';
import { digestOf } from '../../../src/model/digest.js';
import { AcgsError } from '../../../src/model/errors.js';
import { type Engine } from '../../../src/system/docker.js';
import { type LoadAnswer } from '../../../src/system/docker/load-answer.js';
import { type Scratch, scratchFolder } from '../../bench/scratch.js';
import { SyntheticLayout } from '../layouts.js';

const complete: LoadAnswer = { complete: true };

describe('loadMissing', () => {
  let scratch: Scratch;
  let layout: SyntheticLayout;
  let layers: Descriptor[];
  beforeEach(() => {
    scratch = scratchFolder();
    layout = new SyntheticLayout(join(scratch.folder, 'image'));
    layers = ['base', 'dependencies', 'code'].map((text) => layout.blob(text, 'layer'));
  });
  afterEach(() => {
    scratch.remove();
  });

  const lacking = (at: number): LoadAnswer => ({ complete: false, lacks: layers[at]!.digest });

  const told: string[] = [];
  beforeEach(() => {
    told.length = 0;
  });

  /** The first layer that went, for each archive: their number is as good as none. */
  async function sentFrom(...answers: readonly (LoadAnswer | AcgsError)[]): Promise<number[]> {
    const sent: number[] = [];
    const image: ThrowAwayImage = {
      ...{ name: 'x', config: {}, layers },
      tar: ({ from = 0 } = {}) => {
        sent.push(from);
        return (async function* () {})();
      },
    };
    const engine = {
      loadImages: () => {
        const answer = answers[sent.length - 1] ?? complete;
        return answer instanceof AcgsError ? Promise.reject(answer) : Promise.resolve(answer);
      },
    };
    await loadMissing(engine as unknown as Engine, layout.folder, image, {
      tell: (line) => {
        told.push(line);
      },
    });
    return sent;
  }

  it('sends no layer where the engine has all', async () => {
    expect(await sentFrom(complete)).toEqual([3]);
  });

  it('sends the first that is missing, and all above it', async () => {
    expect(await sentFrom(lacking(1))).toEqual([3, 1]);
    expect(await sentFrom(lacking(2))).toEqual([3, 2]);
  });

  it('sends all where the engine has nothing, says nothing of use, or misses something once more', async () => {
    expect(await sentFrom(lacking(0))).toEqual([3, 0]);
    expect(await sentFrom({ complete: false })).toEqual([3, 0]);
    expect(await sentFrom({ complete: false, lacks: digestOf('something else') })).toEqual([3, 0]);
    expect(await sentFrom(lacking(2), lacking(1))).toEqual([3, 2, 0]);
  });

  it('sends all to an engine that refuses what has gaps, and hears what it says of that', async () => {
    const refusal = new AcgsError('tool/failed', 'content digest sha256:1: not found');
    // each archive is tried three times
    expect(await sentFrom(refusal, refusal, refusal)).toEqual([3, 3, 3, 0]);
    expect(told).toHaveLength(3);
    for (const line of told) expect(line).toContain(refusal.message);
    await expect(sentFrom(...Array.from({ length: 6 }, () => refusal))).rejects.toBe(refusal);
  });

  it('does not go on where there is no engine any more', async () => {
    const gone = new AcgsError('engine/missing', 'no Docker engine answers');
    await expect(sentFrom(gone)).rejects.toBe(gone);
  });

  it('refuses a layer with other bytes, although it did not go', async () => {
    writeFileSync(layout.path(layers[0]!.digest), 'evil');
    await expect(sentFrom(complete)).rejects.toMatchObject({ code: 'evidence/tampered', exit: 4 });
    await expect(sentFrom(lacking(1))).rejects.toMatchObject({ code: 'evidence/tampered', exit: 4 });
  });
});
