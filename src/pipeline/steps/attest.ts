import { z } from 'zod';
import { digestSchema } from '../artifact-schema.js';
import { assertThere, areThere } from '../evidence-file.js';
import { attestAll, attestedAlready } from '../attest-all.js';
import { sourceProblems } from '../refuse-dirty.js';
import { tidyLayout } from '../tidy-layout.js';
import { defineStep } from '../world.js';
import { build } from './build.js';
import { provenance } from './provenance.js';
import { sbom } from './sbom.js';
import { scan } from './scan.js';
import { sign } from './sign.js';

const attestedSchema = z.object({
  subject: digestSchema,
  signer: z.string(),
  attestations: z.array(
    z.object({
      kind: z.enum(['provenance', 'sbom', 'scan']),
      predicateType: z.string(),
      /** Each manifest that the bundle is attached to, and the referrer that carries it there. */
      attached: z.array(z.object({ subject: digestSchema, manifest: digestSchema })),
      file: z.object({ name: z.string(), digest: digestSchema }),
      platform: z.string().exactOptional(),
    }),
  ),
});

/** Attests how the image was built, what is in it and what the scan found, as bundles in the layout and beside it. */
export const attest = defineStep({
  id: 'attest',
  title: 'Attest provenance, inventory and scan',
  per: 'service',
  needs: [build, sign],
  after: [sbom, scan, provenance],
  output: attestedSchema,
  skip: ({ run }) => (run.signing.kind === 'nobody' ? `UNSIGNED: ${run.signing.reason}` : undefined),
  check: async ({ run, service }) =>
    run.options.skip?.includes('sign') === true ? sourceProblems(run, service) : undefined,
  plan: ({ run, service }) =>
    run.signing.kind === 'nobody'
      ? []
      : [
          {
            kind: 'file',
            detail: `attest provenance, inventories and scan of ${service.name} into ${service.layout}, and write the bundles beside it`,
            leaves: false,
          },
        ],
  async recheck({ attestations }, _inputs, { run, service }) {
    await assertThere(
      run,
      service,
      attestations.map(({ file }) => file),
    );
    return undefined;
  },
  async done(inputs, { run, service }) {
    await tidyLayout(run, inputs.build.artifact);
    const attested = await attestedAlready(run, service, inputs);
    if (attested === undefined) return undefined;
    return (await areThere(
      run,
      service,
      attested.attestations.map(({ file }) => file),
    ))
      ? attested
      : undefined;
  },
  run: async (inputs, { run, service }) => await attestAll(run, service, inputs),
});
