import { describe, expect, it } from 'vitest';
import { giveBack } from '../../src/system/give-back.js';

describe('giveBack', () => {
  it('frees memory that the bytes have to themselves', () => {
    const bytes = Buffer.alloc(100_000, 'x');
    giveBack(bytes);
    expect(bytes).toHaveLength(0);
    expect(bytes.buffer.byteLength).toBe(0);
  });

  it('leaves alone what others share', () => {
    const whole = Buffer.alloc(100_000, 'x');
    giveBack(whole.subarray(0, 50_000));
    expect(whole.toString()).toBe('x'.repeat(100_000));
    const pooled = Buffer.from('a few bytes of the pool');
    giveBack(pooled);
    expect(pooled.toString()).toBe('a few bytes of the pool');
  });

  it('bears bytes that were given back before', () => {
    const bytes = Buffer.alloc(100_000);
    giveBack(bytes);
    expect(() => giveBack(bytes)).not.toThrow();
  });
});
