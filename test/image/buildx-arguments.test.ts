import { describe, expect, it } from 'vitest';
import { buildxArguments } from '../../src/image/buildx-arguments.js';
import { requestOf } from './request.js';

const files = { dockerfile: '/tmp/x/Dockerfile', metadata: '/tmp/x/metadata.json' };
const layout = { kind: 'layout', folder: '/out/image.draft' } as const;

/** The values that follow a flag, in order. */
function valuesOf(args: readonly string[], flag: string): string[] {
  return args.flatMap((word, at) => (word === flag ? [args[at + 1] ?? ''] : []));
}

describe('buildxArguments', () => {
  it('exports an OCI layout with rewritten timestamps and full provenance', () => {
    const args = buildxArguments(requestOf(), layout, files);
    expect(valuesOf(args, '--output')).toEqual([
      'type=oci,tar=false,dest=/out/image.draft,rewrite-timestamp=true',
    ]);
    expect(valuesOf(args, '--provenance')).toEqual(['mode=max,version=v1']);
    expect(valuesOf(args, '--file')).toEqual(['/tmp/x/Dockerfile']);
    expect(valuesOf(args, '--metadata-file')).toEqual(['/tmp/x/metadata.json']);
    expect(args.slice(-2)).toEqual(['--', '/work/api']);
  });

  it('passes every part of the request, in an order that does not depend on the order of keys', () => {
    const one = requestOf({
      target: 'final',
      builder: 'remote',
      platforms: [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm', variant: 'v7' },
      ],
      buildArgs: { B: '2', A: '1 with space' },
      buildContexts: { 'python:3.13': 'docker-image://x/python:3.13@sha256:00', lib: '/work/lib' },
      labels: { b: 'x', a: 'y' },
      cacheFrom: ['type=gha'],
      cacheTo: ['type=gha,mode=max'],
    });
    const two = { ...one, buildArgs: { A: '1 with space', B: '2' }, labels: { a: 'y', b: 'x' } };
    const args = buildxArguments(one, layout, files);
    expect(valuesOf(args, '--build-arg')).toEqual(['A=1 with space', 'B=2']);
    expect(valuesOf(args, '--build-context')).toEqual([
      'lib=/work/lib',
      'python:3.13=docker-image://x/python:3.13@sha256:00',
    ]);
    expect(valuesOf(args, '--label')).toEqual(['a=y', 'b=x']);
    expect(valuesOf(args, '--platform')).toEqual(['linux/amd64,linux/arm/v7']);
    expect(valuesOf(args, '--target')).toEqual(['final']);
    expect(valuesOf(args, '--builder')).toEqual(['remote']);
    expect(valuesOf(args, '--cache-from')).toEqual(['type=gha']);
    expect(valuesOf(args, '--cache-to')).toEqual(['type=gha,mode=max']);
    expect(buildxArguments(two, layout, files)).toEqual(args);
  });

  it('names secrets by variable or file, never by value', () => {
    process.env['ACGS_TEST_TOKEN'] = 'canary-value-of-a-secret';
    try {
      const secrets = { npm: { env: 'ACGS_TEST_TOKEN' }, key: { file: '/run/a,b "c"' } };
      const args = buildxArguments(requestOf({ secrets }), layout, files);
      expect(valuesOf(args, '--secret')).toEqual([
        'id=key,"src=/run/a,b ""c"""',
        'id=npm,env=ACGS_TEST_TOKEN',
      ]);
      expect(args.join('\n')).not.toContain('canary-value');
    } finally {
      delete process.env['ACGS_TEST_TOKEN'];
    }
  });

  it('quotes a layout folder whose name holds a comma', () => {
    const args = buildxArguments(requestOf(), { kind: 'layout', folder: '/out/a,b' }, files);
    expect(valuesOf(args, '--output')).toEqual(['type=oci,tar=false,"dest=/out/a,b",rewrite-timestamp=true']);
  });

  it('asks an engine without OCI export to keep the image, and a test stage for nothing', () => {
    const kept = buildxArguments(requestOf(), { kind: 'engine', name: 'x:draft' }, files);
    expect(kept).toContain('--load');
    expect(valuesOf(kept, '--tag')).toEqual(['x:draft']);
    expect(valuesOf(kept, '--provenance')).toEqual(['false']);
    const nothing = buildxArguments(requestOf(), { kind: 'nothing' }, files);
    expect(valuesOf(nothing, '--output')).toEqual(['type=cacheonly']);
  });

  it('cannot be led to another flag by a context that begins with a dash', () => {
    const args = buildxArguments(requestOf({ context: '--push' }), layout, files);
    expect(args.indexOf('--push')).toBe(args.indexOf('--') + 1);
  });
});
