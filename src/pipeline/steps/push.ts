import { z } from 'zod';
import { legacyCompanions } from '../../evidence/cosign/legacy-tags.js';
import { AcgsError } from '../../model/errors.js';
import { parseReference } from '../../model/reference.js';
import { copyContent } from '../../registry/copy.js';
import { PushedBlobs } from '../../registry/pushed-blobs.js';
import { openRepository } from '../../registry/repository.js';
import { digestSchema } from '../artifact-schema.js';
import { imageInLayout } from '../images.js';
import { isPublished } from '../is-published.js';
import { onceFor } from '../once-for.js';
import { sourceProblems } from '../refuse-dirty.js';
import { releasedAlready } from '../released-already.js';
import { defineStep, type ReleaseRun } from '../world.js';
import { attest } from './attest.js';
import { build } from './build.js';
import { gate } from './gate.js';
import { sign } from './sign.js';

const output = z.object({
  subject: digestSchema,
  repositories: z.array(
    z.object({
      repository: z.string(),
      /** What is released there: the image, or the same release made before from the same commit and configuration. */
      digest: digestSchema,
      /** Manifests and blobs that were sent. */
      written: z.number(),
    }),
  ),
});

/** What the run has pushed, of whatever service. */
const pushedIn = onceFor<ReleaseRun, PushedBlobs>(() => new PushedBlobs());

/** Copies the layout with its referrers to each registry, by digest: no name points at it yet. */
export const push = defineStep({
  id: 'push',
  title: 'Push by digest',
  per: 'service',
  needs: [build],
  after: [gate, sign, attest],
  output,
  skip: ({ run }) => (run.options.push ? undefined : 'local release (no --push)'),
  async check({ run, service }) {
    if (!run.options.push) return undefined;
    const problems: AcgsError[] = [];
    if (service.repositories.length === 0)
      problems.push(
        new AcgsError('usage/invalid', '--push needs a registry', {
          next: ['pass --registry HOST/PATH, or set `registry` in acgs.yaml'],
        }),
      );
    if (run.signing.kind === 'nobody') {
      if (!run.options.unsigned)
        problems.push(new AcgsError('sign/no-signer', `--push without a signer: ${run.signing.reason}`));
      problems.push(...sourceProblems(run, service));
    }
    return problems;
  },
  plan: ({ run, service }) =>
    run.options.push
      ? service.repositories.map((repository) => ({
          kind: 'registry' as const,
          detail: `push ${service.name} with its evidence to ${repository}, by digest`,
          leaves: true,
        }))
      : [],
  exclusive: ({ service }) =>
    service.repositories.map((repository) => `push ${parseReference(repository).registry}`),
  async done({ build: { artifact } }, { run, service }) {
    const { source: layout } = await imageInLayout(run, artifact);
    const repositories: z.output<typeof output>['repositories'] = [];
    for (const repository of service.repositories) {
      const released = await releasedAlready(run, service, repository, artifact.digest);
      const there =
        released !== undefined ||
        (await isPublished(
          layout,
          openRepository(parseReference(repository), run.registry),
          artifact.digest,
        ));
      if (!there) return undefined;
      repositories.push({ repository, digest: released ?? artifact.digest, written: 0 });
    }
    return { subject: artifact.digest, repositories };
  },
  async run({ build: { artifact } }, { run, service, emit }) {
    const { source: layout } = await imageInLayout(run, artifact);
    const repositories: z.output<typeof output>['repositories'] = [];
    for (const repository of service.repositories) {
      const released = await releasedAlready(run, service, repository, artifact.digest);
      if (released !== undefined) {
        repositories.push({ repository, digest: released, written: 0 });
        continue;
      }
      emit.line(`pushing ${artifact.digest} to ${repository}`);
      const copied = await copyContent(
        layout,
        openRepository(parseReference(repository), run.registry),
        artifact.digest,
        {
          companions: legacyCompanions,
          pushed: pushedIn(run),
          onProgress: (event) => {
            emit.progress(`${event.kind} ${event.descriptor.digest.slice(7, 19)}`);
          },
        },
      );
      repositories.push({
        repository,
        digest: artifact.digest,
        written: copied.manifests.written + copied.blobs.written,
      });
    }
    return { subject: artifact.digest, repositories };
  },
});
