import { describe, expect, it } from 'vitest';
import { buildInputs, type BuildSurroundings } from '../../src/image/fingerprint.js';
import { digestOf } from '../../src/model/digest.js';
import { requestOf } from './request.js';

const surroundings: BuildSurroundings = {
  contexts: 'tree-1',
  bases: [{ name: 'a', digest: digestOf('a') }],
  buildx: '0.29',
};

describe('buildInputs', () => {
  it('does not depend on the order of platforms, nor on where folders lie or the builder runs', () => {
    const [amd64, arm64] = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture }));
    const one = requestOf({ platforms: [amd64!, arm64!], buildContexts: { lib: '/home/a/lib' } });
    const two = requestOf({ platforms: [arm64!, amd64!], buildContexts: { lib: '/home/b/lib' } });
    expect(buildInputs({ ...two, dockerfile: one.dockerfile }, surroundings)).toEqual(
      buildInputs(one, surroundings),
    );
    expect(JSON.stringify(buildInputs(one, surroundings))).not.toContain('/home');
  });

  it.each([
    ['the Dockerfile', requestOf({ dockerfile: { path: 'api/Dockerfile', text: 'FROM a\n' } }), surroundings],
    ['the ignore file', requestOf({ ignore: '' }), surroundings],
    ['the target', requestOf({ target: 'x' }), surroundings],
    ['the platforms', requestOf({ platforms: [] }), surroundings],
    ['a build argument', requestOf({ buildArgs: { A: '2' } }), surroundings],
    ['a named context', requestOf({ buildContexts: { a: 'docker-image://a:2' } }), surroundings],
    ['the name of a secret', requestOf({ secrets: { s: { env: 'S' } } }), surroundings],
    ['a label', requestOf({ labels: { a: 'b' } }), surroundings],
    ['the time of the commit', requestOf({ sourceDateEpoch: 1 }), surroundings],
    ['the content of the contexts', requestOf(), { ...surroundings, contexts: 'tree-2' }],
    ['a base', requestOf(), { ...surroundings, bases: [{ name: 'a', digest: digestOf('b') }] }],
    ['the exporter', requestOf(), { ...surroundings, buildx: '0.30' }],
    ['the test stage', requestOf(), { ...surroundings, test: 'test' }],
  ])('changes with %s', (_what, request, changed) => {
    expect(buildInputs(request, changed)).not.toEqual(buildInputs(requestOf(), surroundings));
  });

  it('names secrets, and says nothing of where they come from', () => {
    const inputs = buildInputs(requestOf({ secrets: { npm: { env: 'NPM_TOKEN' } } }), surroundings);
    expect(inputs['secrets']).toEqual(['npm']);
    expect(JSON.stringify(inputs)).not.toContain('NPM_TOKEN');
  });
});
