import { z } from 'zod';
import { parseReference } from '../../model/reference.js';
import { openRepository } from '../../registry/repository.js';
import { digestSchema } from '../artifact-schema.js';
import { defineStep } from '../world.js';
import { push } from './push.js';
import { verify } from './verify.js';

const output = z.object({
  subject: digestSchema,
  tags: z.array(
    z.object({
      repository: z.string(),
      tag: z.string(),
      digest: digestSchema,
      /** What the tag named before. */
      former: digestSchema.exactOptional(),
    }),
  ),
});

/** Points the names at what has been verified, and only now. */
export const tag = defineStep({
  id: 'tag',
  title: 'Set the tags',
  per: 'service',
  needs: [push],
  after: [verify],
  output,
  skip: ({ run, service }) =>
    !run.options.push
      ? 'local release (no --push)'
      : service.tags.length === 0
        ? 'no tag: HEAD carries no version and there is no commit'
        : undefined,
  plan: ({ run, service }) =>
    run.options.push
      ? service.repositories.flatMap((repository) =>
          service.tags.map(({ name, immutable }) => ({
            kind: 'registry' as const,
            detail: `${immutable ? 'set' : 'move'} ${repository}:${name}`,
            leaves: true,
          })),
        )
      : [],
  exclusive: ({ service }) =>
    service.repositories.map((repository) => `push ${parseReference(repository).registry}`),
  async done({ push: { subject, repositories } }, { run, service }) {
    const tags: z.output<typeof output>['tags'] = [];
    for (const { repository, digest } of repositories) {
      const registry = openRepository(parseReference(repository), run.registry);
      for (const { name } of service.tags) {
        if ((await registry.findManifest(name))?.descriptor.digest !== digest) return undefined;
        tags.push({ repository, tag: name, digest });
      }
    }
    return { subject, tags };
  },
  async run({ push: { subject, repositories } }, { run, service, emit }) {
    const tags: z.output<typeof output>['tags'] = [];
    for (const { repository, digest } of repositories) {
      const registry = openRepository(parseReference(repository), run.registry);
      for (const { name } of service.tags) {
        const former = (await registry.findManifest(name))?.descriptor.digest;
        if (former !== digest) {
          await registry.setTag(name, digest);
          emit.line(`${repository}:${name} is ${digest}${former === undefined ? '' : `, was ${former}`}`);
        }
        tags.push({
          repository,
          tag: name,
          digest,
          ...(former === undefined || former === digest ? {} : { former }),
        });
      }
    }
    return { subject, tags };
  },
});
