import { describe, expect, it } from 'vitest';
import { assertRecent, factsFrom, readMetadata } from '../../../src/scan/database/read-metadata.js';

const DAY = 86_400_000;
const today = new Date('2026-06-15T00:00:00Z');
const made = (updated: string) => ({
  schema: 2,
  updatedAt: new Date(updated),
  nextUpdate: undefined,
  downloadedAt: undefined,
});

describe('the metadata of a vulnerability database', () => {
  it('is read as Trivy writes it, Go’s zero time as never', () => {
    const metadata = readMetadata(
      '{"Version":2,"NextUpdate":"0001-01-01T00:00:00Z","UpdatedAt":"2026-06-14T01:02:03.456789Z","DownloadedAt":"2026-06-14T05:00:00Z"}',
    );
    expect(metadata).toEqual({
      schema: 2,
      updatedAt: new Date('2026-06-14T01:02:03.456Z'),
      nextUpdate: undefined,
      downloadedAt: new Date('2026-06-14T05:00:00Z'),
    });
    expect(metadata && factsFrom(metadata, 'here')).toEqual({
      source: 'here',
      version: '2/2026-06-14T01:02:03Z',
      updatedAt: '2026-06-14T01:02:03Z',
    });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"Version":2}',
    '{"Version":2,"UpdatedAt":"0001-01-01T00:00:00Z"}',
    '{"Version":"2","UpdatedAt":"2026-06-14T00:00:00Z"}',
  ])('is nothing if it says %s', (text) => {
    expect(readMetadata(text)).toBeUndefined();
  });

  it('is recent up to the allowed age', () => {
    expect(() => {
      assertRecent(made('2026-06-10T00:00:00Z'), today, 5 * DAY);
    }).not.toThrow();
  });

  it.each([
    ['2026-06-09T23:59:00Z', '5.0 days old'],
    ['2026-06-16T01:00:00Z', 'in the future'],
  ])('made at %s is refused: %s', (updated, words) => {
    expect(() => {
      assertRecent(made(updated), today, 5 * DAY);
    }).toThrow(
      expect.objectContaining({
        code: 'trivy/old-database',
        exit: 5,
        message: expect.stringContaining(words) as string,
      }),
    );
  });
});
