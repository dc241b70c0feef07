import fc from 'fast-check';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/);
const duration = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.constantFrom('s', 'm', 'h', 'd'))
  .map(([amount, unit]) => `${amount}${unit}`);
const path = fc.stringMatching(/^\/[a-z/]{0,10}$/);
const port = fc.integer({ min: 1, max: 65_535 });
const text = fc.string({ maxLength: 20 });
const oneLine = fc
  .string({ minLength: 1, maxLength: 20 })
  .filter((line) => /^[^\u0000-\u001f\u007f]+$/.test(line)); // eslint-disable-line no-control-regex -- what the schema refuses
const service = fc.record(
  {
    context: fc.constantFrom('.', 'api', 'a b/c', './x/../y'),
    dockerfile: fc.constantFrom('Dockerfile', 'docker/api.Dockerfile'),
    target: label,
    platforms: fc.array(fc.constantFrom('linux/amd64', 'linux/arm/v7'), { maxLength: 2 }),
    buildArgs: fc.dictionary(fc.stringMatching(/^[A-Z_]{1,5}$/), fc.oneof(text, fc.integer(), fc.boolean())),
    secrets: fc.dictionary(
      label,
      fc.oneof(fc.record({ env: fc.constant('TOKEN') }), fc.record({ file: fc.constant('.npmrc') })),
    ),
    tags: fc.constantFrom(['{version}'], ['sha-{sha}', '{branch}', '1.10']),
    port,
    health: fc.oneof(path, fc.constantFrom('tcp', 'none'), fc.record({ ready: path, live: path })),
    metrics: fc.oneof(path, port, fc.constant(false), fc.record({ path }), fc.record({ path, port })),
    calls: fc.constantFrom([], ['db:5432', '10.0.0.1:80']),
    expose: fc.boolean(),
    test: fc.record({ target: label }),
    smoke: fc.oneof(
      fc.constant(false),
      fc.record({
        env: fc.dictionary(fc.constantFrom('A', 'B'), text),
        timeout: duration,
        expect: fc.constantFrom('healthy', 'running', 'exit0'),
      }),
    ),
  },
  { requiredKeys: [] },
);

/** An acgs.yaml as people may write it, with no fault in it. */
export const arbitraryDocument = fc.record(
  {
    version: fc.constantFrom(1, '1'),
    project: label,
    edition: fc.constantFrom('2026.10', 2026.11),
    constitutionalHash: fc.oneof(fc.constant(false), fc.stringMatching(/^[0-9a-f]{16}$/)),
    registry: fc.constantFrom('ghcr.io/acme', '127.0.0.1:5000', 'localhost/x/y'),
    services: fc.dictionary(label, fc.oneof(service, fc.constant(null)), { maxKeys: 4 }),
    lint: fc.record(
      {
        failOn: fc.constantFrom('error', 'style', 'none'),
        ignore: fc.constantFrom([], ['DL3008', { rule: 'SC2086', reason: 'known' }]),
      },
      { requiredKeys: [] },
    ),
    scan: fc.record(
      {
        failOn: fc.subarray(['LOW', 'HIGH', 'CRITICAL']),
        maxDbAge: duration,
        dbRepository: fc.constantFrom('a.example.com/db', ['b/db', 'c/db']),
      },
      { requiredKeys: [] },
    ),
    budgets: fc.record({ build: duration, test: duration }, { requiredKeys: [] }),
    sign: fc.record({ key: oneLine }, { requiredKeys: [] }),
    kits: fc.dictionary(
      label,
      fc.dictionary(
        text.filter((key) => key !== '__proto__' && key !== '<<'),
        fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
        { maxKeys: 3 },
      ),
      { maxKeys: 2 },
    ),
  },
  { requiredKeys: ['version'] },
);
