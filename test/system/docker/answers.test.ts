import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AcgsError } from '../../../src/model/errors.js';
import { engineError } from '../../../src/system/docker/errors.js';
import { readFrames } from '../../../src/system/docker/logs.js';
import { assertRecentEngine, readEngineState } from '../../../src/system/docker/state.js';

const place = { host: 'unix:///x.sock', origin: 'DOCKER_HOST' };

describe('readEngineState', () => {
  const version = { Version: '28.5.2+dfsg4', ApiVersion: '1.51', Os: 'linux', Arch: 'amd64' };

  it('knows the containerd store by its driver status', () => {
    const info = { NCPU: 8, DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']] };
    expect(readEngineState(version, info, place)).toEqual({
      version: '28.5.2+dfsg4',
      apiVersion: '1.51',
      containerdStore: true,
      platform: { os: 'linux', architecture: 'amd64' },
      cores: 8,
      ...place,
    });
    expect(
      readEngineState(version, { DriverStatus: [['Backing Filesystem', 'extfs']] }, place).containerdStore,
    ).toBe(false);
  });

  it('survives an engine that answers something else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        const state = readEngineState(one, two, place);
        expect(state.cores).toBeGreaterThan(0);
        expect(typeof state.version).toBe('string');
      }),
    );
  });

  it.each([
    ['24.0.9', false],
    ['20.10.24', false],
    ['unknown', false],
    ['25.0.0', true],
    ['28.5.2+dfsg4', true],
    ['100.1', true],
  ])('%s: recent enough is %s', (text, recent) => {
    const check = (): void => {
      assertRecentEngine(readEngineState({ Version: text }, {}, place));
    };
    if (recent) expect(check).not.toThrow();
    else
      expect(check).toThrow(
        expect.objectContaining({ code: 'engine/too-old', exit: 5, message: expect.stringContaining(text) }),
      );
  });
});

describe('engineError', () => {
  const failed = (fields: object): Error =>
    Object.assign(new Error('(HTTP code 500) server error - raw'), fields);

  it.each(['ENOENT', 'ECONNREFUSED', 'EACCES', 'ENOTFOUND'])(
    'takes %s for an engine that is not there',
    (code) => {
      const error = engineError('load an image', failed({ code }), place);
      expect(error).toMatchObject({ code: 'engine/missing', exit: 5 });
      expect(error.message).toContain('unix:///x.sock (DOCKER_HOST)');
      expect(error.next.length).toBeGreaterThan(1);
    },
  );

  it('repeats what the engine says, in one line', () => {
    const error = engineError(
      'start the container',
      failed({ statusCode: 400, json: { message: 'bad\nthing' } }),
      place,
    );
    expect(error).toMatchObject({
      code: 'tool/failed',
      message: 'the Docker engine could not start the container: bad thing',
    });
  });

  it('is an interruption, or the reason of it, when the signal was aborted', () => {
    expect(engineError('x', failed({}), place, AbortSignal.abort())).toMatchObject({
      code: 'run/interrupted',
      exit: 130,
    });
    const reason = new AcgsError('run/timeout', 'too long');
    expect(engineError('x', failed({}), place, AbortSignal.abort(reason))).toBe(reason);
  });
});

describe('readFrames', () => {
  const frame = (stream: number, text: string): Buffer => {
    const header = Buffer.alloc(8);
    header[0] = stream;
    header.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([header, Buffer.from(text)]);
  };

  it('joins what both streams wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(1, 2), fc.string())), (parts) => {
        const bytes = Buffer.concat(parts.map(([stream, text]) => frame(stream, text)));
        expect(readFrames(bytes)).toBe(parts.map(([, text]) => Buffer.from(text).toString()).join(''));
      }),
    );
  });

  it('keeps what there is of a cut frame, and ends on any bytes', () => {
    expect(readFrames(frame(1, 'whole').subarray(0, 10))).toBe('wh');
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(typeof readFrames(bytes)).toBe('string');
      }),
    );
  });
});
