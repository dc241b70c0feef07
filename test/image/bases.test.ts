import { describe, expect, it } from 'vitest';
import { resolveBases } from '../../src/image/bases.js';
import { AcgsError } from '../../src/model/errors.js';
import { digestOf } from '../../src/model/digest.js';
import { formatReference, type Reference } from '../../src/model/reference.js';

const digest = digestOf('base');
const other = digestOf('other');
const known = (references: Record<string, typeof digest>) => (reference: Reference) =>
  Promise.resolve(references[formatReference(reference)]);
const python = known({ 'docker.io/library/python:3.13-slim': digest });

describe('resolveBases', () => {
  it('pins a base by a named context and gives its name and digest for the labels', async () => {
    const found = await resolveBases([{ name: 'python:3.13-slim', final: true }], {}, [], python);
    expect(found).toEqual({
      bases: [{ name: 'python:3.13-slim', digest }],
      base: { name: 'docker.io/library/python:3.13-slim', digest },
      buildContexts: { 'python:3.13-slim': `docker-image://docker.io/library/python:3.13-slim@${digest}` },
      warnings: [],
    });
  });

  it('labels nothing that it could not resolve, and says why', async () => {
    const found = await resolveBases([{ name: 'gone:1', final: true }], {}, [], () =>
      Promise.reject(new AcgsError('registry/unreachable', 'no route to the registry')),
    );
    expect(found.base).toBeUndefined();
    expect(found.buildContexts).toEqual({});
    expect(found.warnings).toEqual([
      'base image gone:1 is neither pinned nor labelled: its digest is unknown (no route to the registry)',
    ]);
  });

  it('does not turn an interruption into a warning', async () => {
    const interrupted = new AcgsError('run/interrupted', 'stop');
    await expect(
      resolveBases([{ name: 'a:1', final: true }], {}, [], () => Promise.reject(interrupted)),
    ).rejects.toBe(interrupted);
  });

  it('leaves a base that is pinned in the Dockerfile as it is, and knows its digest without asking', async () => {
    const name = `python:3.13-slim@${digest}`;
    const found = await resolveBases([{ name, final: true }], {}, [], () =>
      Promise.reject(new Error('asked')),
    );
    expect(found.buildContexts).toEqual({});
    expect(found.base).toEqual({ name: 'docker.io/library/python:3.13-slim', digest });
  });

  it('pins the user’s own image for a base, under whatever name of it, and labels what is really used', async () => {
    const mirror = 'docker-image://127.0.0.1:5000/library/python:3.13-slim';
    const resolve = known({ '127.0.0.1:5000/library/python:3.13-slim': other });
    const contexts = { 'docker.io/library/python:3.13-slim': mirror };
    const found = await resolveBases([{ name: 'python:3.13-slim', final: true }], contexts, [], resolve);
    expect(found.buildContexts).toEqual({ 'docker.io/library/python:3.13-slim': `${mirror}@${other}` });
    expect(found.base).toEqual({ name: '127.0.0.1:5000/library/python:3.13-slim', digest: other });
    expect(found.bases).toEqual([{ name: 'python:3.13-slim', digest: other }]);
  });

  it('follows the user’s image for a base that carries a digest', async () => {
    const name = `python:3.13-slim@${digest}`;
    const resolve = known({ 'mirror.example/python:1': other });
    const found = await resolveBases(
      [{ name, final: true }],
      { [name]: 'docker-image://mirror.example/python:1' },
      [],
      resolve,
    );
    expect(found.buildContexts).toEqual({ [name]: `docker-image://mirror.example/python:1@${other}` });
    expect(found.base?.digest).toBe(other);
  });

  it('gives no digest to a base that a folder or another target replaces', async () => {
    const contexts = { 'python:3.13-slim': '/work/base' };
    const found = await resolveBases([{ name: 'python:3.13-slim', final: true }], contexts, [], python);
    expect(found).toEqual({ bases: [], buildContexts: contexts, warnings: [] });
  });

  it('does not replace a stage that has the name of its base', async () => {
    const resolve = known({ 'docker.io/library/python': digest });
    const found = await resolveBases([{ name: 'python', final: true }], {}, ['Python'], resolve);
    expect(found.buildContexts).toEqual({});
    expect(found.base).toBeUndefined();
    expect(found.warnings[0]).toMatch(/a stage has its name/);
  });

  it('asks once for a base that several stages share, skips scratch, and labels only the shipped one', async () => {
    const asked: string[] = [];
    const resolve = (reference: Reference) => {
      asked.push(formatReference(reference));
      return Promise.resolve(reference.repository.endsWith('node') ? other : digest);
    };
    const named = [
      { name: 'node:24', final: false },
      { name: 'scratch', final: false },
      { name: 'node:24', final: false },
      { name: 'python:3.13-slim', final: true },
    ];
    const found = await resolveBases(named, {}, ['build'], resolve);
    expect(asked).toEqual(['docker.io/library/node:24', 'docker.io/library/python:3.13-slim']);
    expect(found.base?.digest).toBe(digest);
    expect(found.bases.map(({ name }) => name)).toEqual(['node:24', 'python:3.13-slim']);
  });
});
