import { z } from 'zod';
import { type ReadableImage } from '../../actions/image-place.js';
import { maxAgeOf } from '../../actions/max-age.js';
import { slsaLevel } from '../../actions/slsa-level.js';
import { verifyImage } from '../../actions/verify.js';
import { type VerificationResult } from '../../verification/result.js';
import { AcgsError } from '../../model/errors.js';
import { ERROR_CODES, type ErrorCode } from '../../model/error-codes.js';
import { digestSchema } from '../artifact-schema.js';
import { imageInLayout, imageInRegistry } from '../images.js';
import { releaseRequirements, releaseTrust } from '../release-trust.js';
import { defineStep, type ReleaseRun } from '../world.js';
import { attest } from './attest.js';
import { build } from './build.js';
import { provenance } from './provenance.js';
import { push } from './push.js';
import { sign } from './sign.js';

const output = z.object({
  subject: digestSchema,
  places: z.array(
    z.object({
      from: z.string(),
      digest: digestSchema,
      /** Manifests judged: the index and each platform. */
      subjects: z.number(),
      /** Pieces of evidence that verified. */
      evidence: z.number(),
      checked: z.array(z.string()),
    }),
  ),
  signer: z.string(),
  slsa: z.object({ level: z.number(), why: z.string() }),
});

/** Reads back everything from where it was put, and verifies it as anybody else would. */
export const verify = defineStep({
  id: 'verify',
  title: 'Verify what was put there',
  per: 'service',
  needs: [build],
  after: [provenance, sign, attest, push],
  output,
  skip: ({ run }) => (run.signing.kind === 'nobody' ? `UNSIGNED: ${run.signing.reason}` : undefined),
  plan: ({ run, service }) =>
    run.signing.kind === 'nobody'
      ? []
      : [
          {
            kind: run.options.push ? 'registry' : 'file',
            detail: `read ${service.name} back from ${run.options.push ? service.repositories.join(', ') : service.layout} and verify it`,
            leaves: false,
          },
        ],
  async run({ build: { artifact }, push: pushed, attest: attested }, { run, emit }) {
    const trust = await releaseTrust(run);
    const kinds = (attested?.attestations ?? []).map(({ predicateType }) => predicateType);
    const require = releaseRequirements(run, kinds);
    const images: { readonly image: ReadableImage; readonly deep: boolean }[] =
      pushed === undefined
        ? [{ image: await imageInLayout(run, artifact), deep: true }]
        : await Promise.all(
            pushed.repositories.map(async ({ repository, digest, written }) => ({
              image: await imageInRegistry(repository, digest, run.registry),
              // Layers are read back once, by the release that sent them, however often it was interrupted.
              deep: written > 0 || run.resumed,
            })),
          );
    const places: z.output<typeof output>['places'] = [];
    const accepted: VerificationResult[] = [];
    for (const { image, deep } of images) {
      emit.line(`verifying ${image.name}`);
      const found = await verified(run, image, {
        policy: trust.policy,
        require: require.index,
        requireOfPlatforms: require.platform,
        recursive: true,
        deep,
      });
      accepted.push(...found.subjects.flatMap(({ evidence }) => evidence.map(({ result }) => result)));
      places.push({
        from: image.name,
        digest: found.digest,
        subjects: found.subjects.length,
        evidence: found.subjects.reduce((sum, { evidence }) => sum + evidence.length, 0),
        checked: require.index.map(({ name }) => name),
      });
    }
    return { subject: artifact.digest, places, signer: trust.description, slsa: { ...slsaLevel(accepted) } };
  },
});

async function verified(
  run: ReleaseRun,
  image: ReadableImage,
  asked: Pick<
    Parameters<typeof verifyImage>[1],
    'policy' | 'require' | 'requireOfPlatforms' | 'recursive' | 'deep'
  >,
): Promise<Awaited<ReturnType<typeof verifyImage>>> {
  const { anchors } = await releaseTrust(run);
  const {
    constitutionalHash,
    sign: { annotations },
    verify: { maxAge },
  } = run.configuration;
  const result = await verifyImage(image, {
    ...asked,
    anchors,
    annotations,
    ...(maxAge === undefined ? {} : { maxAge: maxAgeOf(maxAge, 'verify.maxAge') }),
    ...(constitutionalHash === false ? {} : { constitutionalHash }),
  });
  if (result.failure === undefined) return result;
  const { code, message, next } = result.failure;
  throw new AcgsError(isCode(code) ? code : 'verify/failed', message, { next });
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
