import { z } from 'zod';
import { identityOf } from '../../actions/own-signer.js';
import { alreadySigned, signImage, type SignOptions, type SignResult } from '../../actions/sign.js';
import { type ChosenSigner } from '../../signing/choose-signer.js';
import { digestSchema } from '../artifact-schema.js';
import { bringPublishedEvidence } from '../bring-published-evidence.js';
import { imageInLayout } from '../images.js';
import { hasPublicKey, writePublicKey } from '../public-key-file.js';
import { sourceProblems } from '../refuse-dirty.js';
import { tidyLayout } from '../tidy-layout.js';
import { defineStep, type ReleaseRun } from '../world.js';
import { build } from './build.js';
import { gate } from './gate.js';

const output = z.object({
  subject: digestSchema,
  signer: z.string(),
  /** Whom the certificate names, where no key signs. */
  identity: z.object({ subject: z.string(), issuer: z.string() }).exactOptional(),
  signatures: z.array(
    z.object({
      subject: digestSchema,
      predicateType: z.string(),
      manifest: digestSchema,
      platform: z.string().exactOptional(),
    }),
  ),
});

async function outputOf(
  { digest, signer, signatures }: SignResult,
  by: ChosenSigner,
): Promise<z.output<typeof output>> {
  const identity = await identityOf(by);
  return {
    subject: digest,
    signer,
    ...(identity === undefined ? {} : { identity: { ...identity } }),
    signatures: signatures.map(({ subject, predicateType, manifest, platform }) => ({
      subject,
      predicateType,
      manifest,
      ...(platform === undefined ? {} : { platform }),
    })),
  };
}

function optionsOf({ configuration }: ReleaseRun, signer: ChosenSigner): SignOptions {
  const { format, annotations } = configuration.sign;
  return { signer, recursive: true, format, annotations };
}

/** Signs the index and each platform manifest, in the layout: as bundles, and as cosign 2 where the configuration asks for it. */
export const sign = defineStep({
  id: 'sign',
  title: 'Sign the image',
  per: 'service',
  needs: [build],
  after: [gate],
  output,
  skip: ({ run }) => (run.signing.kind === 'nobody' ? `UNSIGNED: ${run.signing.reason}` : undefined),
  async check({ run, service }) {
    // A wrong password, or an identity that cannot be had, is found before anything is built.
    await (await run.signer()).check();
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
          ...(run.signing.publishes
            ? [
                {
                  kind: 'network' as const,
                  detail: `tell the certificate authority, the log and the timestamp authority who signs ${service.name}, and its digest`,
                  leaves: true,
                },
              ]
            : []),
        ],
  async done({ build: { artifact } }, { run, service }) {
    await tidyLayout(run, artifact);
    await bringPublishedEvidence(run, service, artifact);
    if (!(await hasPublicKey(run))) return undefined;
    const signer = await run.signer();
    const signed = await alreadySigned(await imageInLayout(run, artifact), optionsOf(run, signer));
    return signed === undefined ? undefined : await outputOf(signed, signer);
  },
  async run({ build: { artifact } }, { run }) {
    const signer = await run.signer();
    const signed = await signImage(await imageInLayout(run, artifact), optionsOf(run, signer));
    await writePublicKey(run);
    return await outputOf(signed, signer);
  },
});
