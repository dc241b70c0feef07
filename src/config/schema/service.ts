import { z } from 'zod';
import { smoke } from './smoke.js';
import { tags } from './tags.js';
import { callee, line, platform, port, repository, textLike, urlPath, variables } from './values.js';

const buildContext = z
  .string()
  .regex(
    /^(?:docker-image:\/\/|oci-layout:\/\/|https:\/\/|git@|target:|(?![a-z][a-z0-9+.-]*:)[^-])\S*$/,
    'expected a folder, docker-image://, oci-layout://, target: or https:// (as docker buildx build --build-context)',
  );

const secret = z
  .union(
    [
      z.strictObject({
        env: textLike(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of a variable').describe(
          'Variable of the environment of acgs.',
        ),
      }),
      z.strictObject({ file: line.describe('File of the repository, relative to this file.') }),
    ],
    { error: 'expected { env: NAME } or { file: PATH }' },
  )
  .describe('Where the secret comes from: { env: NAME } or { file: PATH }. Its value is never an argument.');

const health = z
  .union(
    [
      z.enum(['tcp', 'none']),
      urlPath.transform((path) => ({ ready: path, live: path })),
      z.strictObject({
        ready: urlPath.describe('Answers when the service can take requests.'),
        live: urlPath.describe('Answers while the process is sound.'),
      }),
    ],
    { error: 'expected a path such as /health/ready, { ready, live }, tcp or none' },
  )
  .describe('Path of the health endpoint, { ready, live }, or tcp, or none.');

const metrics = z
  .union(
    [
      z.literal(false),
      urlPath.transform((path) => ({ path })),
      port.transform((number) => ({ path: '/metrics', port: number })),
      z.strictObject({
        path: urlPath.default('/metrics').describe('Path of the metrics.'),
        port: port.exactOptional().describe('Port of the metrics; default: the port of the service.'),
      }),
    ],
    { error: 'expected a path such as /metrics, a port, { path, port }, or false' },
  )
  .describe('Where Prometheus finds metrics: a path, a port, { path, port }, or false.');

const fields = z.strictObject({
  context: line.default('.').describe('Build context, relative to this file.'),
  dockerfile: line.default('Dockerfile').describe('Dockerfile, relative to the context (as in compose).'),
  target: line.exactOptional().describe('Stage to build; default: the last.'),
  platforms: z
    .array(platform)
    .default([])
    .describe("Platforms to build, e.g. linux/amd64; default: the builder's own."),
  buildArgs: variables
    .default({})
    .describe('Build arguments. They are recorded in the provenance: not for secrets.'),
  buildContexts: z
    .record(z.string().regex(/^[^\s=]+$/, 'expected a name without "="'), buildContext)
    .default({})
    .describe('Named build contexts: a folder relative to this file, docker-image://, https://…'),
  secrets: z
    .record(z.string().regex(/^[\w.-]+$/, 'expected letters, digits, "_", "." and "-"'), secret)
    .default({})
    .describe('Secrets for RUN --mount=type=secret, by id.'),
  image: repository
    .exactOptional()
    .describe('Repository of the image, under each registry; default: the name of the service.'),
  tags: tags.exactOptional(),
  port: port.exactOptional().describe('Port on which the service listens.'),
  health: health.exactOptional(),
  metrics: metrics.exactOptional(),
  calls: z
    .array(callee)
    .default([])
    .describe('What the service talks to: other services by name, or host:port.'),
  expose: z.boolean().default(false).describe('Whether the service is reached from outside the cluster.'),
  test: z
    .strictObject({ target: line.describe('Stage whose build runs the tests.') })
    .exactOptional()
    .describe('Tests that run as a build stage after the image is built.'),
  smoke,
});

/** A service; nothing after its name means every default. */
export const service = fields
  .or(z.null().transform(() => fields.parse({})))
  .describe('A service: one image.');
