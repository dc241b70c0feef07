import { describe, expect, it } from 'vitest';
import { sweepForgotten } from '../../../src/image/smoke/sweep.js';
import { type ErrorCode } from '../../../src/model/error-codes.js';
import { AcgsError } from '../../../src/model/errors.js';
import { type Engine } from '../../../src/system/docker.js';

const engineThatCannotList = (code: ErrorCode): Engine => {
  const fail = () => Promise.reject(new AcgsError(code, 'could not list images: content digest not found'));
  return { containersLabelled: () => Promise.resolve([]), imageNames: fail } as unknown as Engine;
};

describe('sweepForgotten', () => {
  it('tells, and hinders nobody, where an engine cannot list what another removes meanwhile', async () => {
    const lines: string[] = [];
    await sweepForgotten(engineThatCannotList('tool/failed'), (line) => lines.push(line));
    expect(lines).toEqual([expect.stringContaining('content digest not found')]);
  });

  it('fails without an engine, and when it is interrupted', async () => {
    for (const code of ['engine/missing', 'run/interrupted'] as const)
      await expect(sweepForgotten(engineThatCannotList(code), () => undefined)).rejects.toMatchObject({
        code,
      });
  });
});
