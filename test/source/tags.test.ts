import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReference } from '../../src/model/reference.js';
import { tagsOf, tagText } from '../../src/source/tags.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const facts = { version: '1.2.3', commit, branch: 'feature/x' };

describe('tagsOf', () => {
  it('defaults to the version, if any, and always the commit', () => {
    expect(tagsOf(undefined, facts)).toEqual([
      { name: '1.2.3', immutable: true },
      { name: 'sha-0123456789ab', immutable: true },
    ]);
    expect(tagsOf(undefined, { ...facts, version: undefined })).toEqual([
      { name: 'sha-0123456789ab', immutable: true },
    ]);
    expect(tagsOf(undefined, { version: undefined, commit: undefined, branch: undefined })).toEqual([]);
  });

  it('fills templates, tells which move, and says each tag once', () => {
    const templates = [
      '{major}.{minor}',
      '{major}',
      'latest',
      '{branch}',
      '{branch}-{sha}',
      '{version}',
      '1.2.3',
      'v{version}',
    ];
    expect(tagsOf(templates, facts)).toEqual([
      { name: '1.2', immutable: false },
      { name: '1', immutable: false },
      { name: 'latest', immutable: false },
      { name: 'feature-x', immutable: false },
      { name: 'feature-x-0123456789ab', immutable: true },
      { name: '1.2.3', immutable: true },
      { name: 'v1.2.3', immutable: true },
    ]);
  });

  it('gives no tag where a field has no value, and a pre-release no moving version', () => {
    expect(tagsOf(['{branch}', '{version}'], { ...facts, branch: undefined, version: undefined })).toEqual(
      [],
    );
    const release = { ...facts, version: '1.2.3-rc.1+build' };
    expect(tagsOf(['{version}', '{major}.{minor}', '{major}'], release)).toEqual([
      { name: '1.2.3-rc.1_build', immutable: true },
    ]);
  });

  it('makes a valid tag of any branch, and leaves valid ones alone', () => {
    expect(tagText('$(touch${IFS}pwned)')).toBe('_-touch--IFS-pwned-');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (branch) => {
        const [tag] = tagsOf(['{branch}'], { ...facts, branch });
        expect(parseReference(`example.com/x:${tag?.name ?? ''}`).tag).toBe(tag?.name);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/), (tag) => {
        expect(tagText(tag)).toBe(tag);
      }),
    );
  });
});
