import { expect, it } from 'vitest';
import { compareConfigs } from '../../src/image/compare-configs.js';

const base = {
  architecture: 'amd64',
  os: 'linux',
  created: '2026-01-01T00:00:00Z',
  rootfs: { type: 'layers', diff_ids: ['sha256:1'] },
  history: [{ created_by: 'FROM' }],
  config: {
    User: '1000',
    Env: ['PATH=/bin', 'PORT=8000'],
    Cmd: ['a'],
    ExposedPorts: { '8000/tcp': {} },
    Labels: { a: '1', b: '2' },
    WorkingDir: '/app',
  },
};

const changed = (config: object, rest: object = {}) =>
  compareConfigs(base, { ...base, ...rest, config: { ...base.config, ...config } });

it('does not look at layers, history and times, nor at the ways to write nothing', () => {
  expect(compareConfigs(base, { ...base, created: 'x', rootfs: {}, history: [] })).toEqual([]);
  expect(changed({ OnBuild: null, Volumes: {}, Tty: false, Domainname: '', Entrypoint: [] })).toEqual([]);
});

it('names variables, labels and ports one by one', () => {
  expect(changed({ Env: ['PORT=9000', 'PATH=/bin', 'A=b=c'] })).toEqual([
    { field: 'Env.A', before: undefined, after: '"b=c"' },
    { field: 'Env.PORT', before: '"8000"', after: '"9000"' },
  ]);
  expect(changed({ Labels: { a: '1' }, ExposedPorts: { '8000/tcp': {}, '53/udp': {} } })).toEqual([
    { field: 'ExposedPorts.53/udp', before: undefined, after: '{}' },
    { field: 'Labels.b', before: '"2"', after: undefined },
  ]);
});

it('compares all else as a whole, what nobody thought of too', () => {
  expect(changed({ Cmd: ['a', 'b'], StopSignal: 'SIGINT' }, { author: 'me' })).toEqual([
    { field: 'Cmd', before: '["a"]', after: '["a","b"]' },
    { field: 'StopSignal', before: undefined, after: '"SIGINT"' },
    { field: 'author', before: undefined, after: '"me"' },
  ]);
  expect(changed({}, { architecture: 'arm64' })).toHaveLength(1);
});
