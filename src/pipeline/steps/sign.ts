import { z } from 'zod';
import { alreadySigned, signImage } from '../../actions/sign.js';
import { digestSchema } from '../artifact-schema.js';
import { bringPublishedEvidence } from '../bring-published-evidence.js';
import { imageInLayout } from '../images.js';
import { hasPublicKey, writePublicKey } from '../public-key-file.js';
import { sourceProblems } from '../refuse-dirty.js';
import { tidyLayout } from '../tidy-layout.js';
import { defineStep } from '../world.js';
import { build } from './build.js';
import { gate } from './gate.js';

const output = z.object({
  subject: digestSchema,
  signer: z.string(),
  signatures: z.array(
    z.object({
      subject: digestSchema,
      predicateType: z.string(),
      manifest: digestSchema,
      platform: z.string().exactOptional(),
    }),
  ),
});

type Signed = Awaited<ReturnType<typeof signImage>>;

function outputOf({ digest, signer, signatures }: Signed): z.output<typeof output> {
  return {
    subject: digest,
    signer,
    signatures: signatures.map(({ subject, predicateType, manifest, platform }) => ({
      subject,
      predicateType,
      manifest,
      ...(platform === undefined ? {} : { platform }),
    })),
  };
}

/** Signs the index and each platform manifest, as bundles in the layout. */
export const sign = defineStep({
  id: 'sign',
  title: 'Sign the image',
  per: 'service',
  needs: [build],
  after: [gate],
  output,
  skip: ({ run }) => (run.signing.kind === 'nobody' ? `UNSIGNED: ${run.signing.reason}` : undefined),
  async check({ run, service }) {
    // A wrong password is found before anything is built.
    await run.signer();
    return sourceProblems(run, service);
  },
  plan: ({ run, service }) =>
    run.signing.kind === 'nobody'
      ? []
      : [
          {
            kind: 'file',
            detail: `sign the index and ${service.platforms.join(', ')} of ${service.name} with ${run.signing.description}, into ${service.layout}`,
            leaves: false,
          },
        ],
  async done({ build: { artifact } }, { run, service }) {
    await tidyLayout(run, artifact);
    await bringPublishedEvidence(run, service, artifact);
    if (!(await hasPublicKey(run))) return undefined;
    const signed = await alreadySigned(await imageInLayout(run, artifact), {
      signer: await run.signer(),
      recursive: true,
    });
    return signed === undefined ? undefined : outputOf(signed);
  },
  async run({ build: { artifact } }, { run }) {
    const signer = await run.signer();
    const signed = await signImage(await imageInLayout(run, artifact), { signer, recursive: true });
    await writePublicKey(run);
    return outputOf(signed);
  },
});
