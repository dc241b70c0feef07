import { findLegacy } from '../actions/attach-legacy.js';
import { findAttached } from '../actions/attach-statement.js';
import { attestStatement } from '../actions/attest.js';
import { nameOf } from '../actions/own-signer.js';
import { type WritableImage } from '../actions/image-place.js';
import { type ProvenanceResult } from '../actions/provenance.js';
import { type PlatformSbomResult, type PlatformScanResult } from '../actions/scan/scan-result.js';
import { type Descriptor } from '../model/descriptor.js';
import { type Digest, digestOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { readOnce } from '../evidence/stores/read-once.js';
import { type ImageArtifact } from '../model/evidence.js';
import { type Statement } from '../model/statement.js';
import { bundleOfReferrer } from './bundle-of-referrer.js';
import { outputPath } from './evidence-file.js';
import { imageInLayout } from './images.js';
import { tidyLayout } from './tidy-layout.js';
import { statementsOf } from './statements-of.js';
import { type ReleaseRun, type ReleaseService } from './world.js';
import { writeFileAtomic } from '../system/files.js';

/** What there is to attest. */
export interface AttestInputs {
  readonly build: { readonly artifact: ImageArtifact };
  readonly sbom?: ReadonlyMap<string, PlatformSbomResult> | undefined;
  readonly scan?: ReadonlyMap<string, PlatformScanResult> | undefined;
  readonly provenance?: ProvenanceResult | undefined;
}

/** A statement to be signed, and the file its bundle goes to. */
export interface Attestable {
  readonly kind: 'provenance' | 'sbom' | 'scan';
  readonly statement: Statement;
  /** Name in the service's output folder. */
  readonly file: string;
  readonly platform?: string;
}

export interface Attested {
  readonly subject: Digest;
  readonly signer: string;
  readonly attestations: {
    kind: Attestable['kind'];
    predicateType: string;
    attached: { subject: Digest; manifest: Digest }[];
    file: { name: string; digest: Digest };
    platform?: string;
  }[];
}

/** Signs each statement once, attaches it to every manifest it speaks of, and writes its bundle beside the image. */
export async function attestAll(
  run: ReleaseRun,
  service: ReleaseService,
  inputs: AttestInputs,
): Promise<Attested> {
  const image = await imageInLayout(run, inputs.build.artifact);
  const signer = await run.signer();
  const attestations: Attested['attestations'] = [];
  for (const attestable of await statementsOf(run, service, inputs)) {
    const { statement, kind, file, platform } = attestable;
    const targets = await targetsOf(image, statement);
    const result = await attestStatement(image, statement, targets, signer);
    if (asCosign2(run)) await attestStatement(image, statement, targets, signer, 'legacy');
    const attached = result.attestations.map(({ subject, manifest }) => ({ subject, manifest }));
    const bundle = result.bundle ?? (await bundleOf(image, attached[0]?.manifest));
    await writeFileAtomic(outputPath(run, service, file), bundle);
    attestations.push({
      ...{
        kind,
        predicateType: statement.predicateType,
        attached,
        file: { name: file, digest: digestOf(bundle) },
      },
      ...(platform === undefined ? {} : { platform }),
    });
  }
  // Each statement under a legacy tag takes the place of the manifest that held those before it.
  if (asCosign2(run)) await tidyLayout(run, inputs.build.artifact);
  return { subject: inputs.build.artifact.digest, signer: await nameOf(signer), attestations };
}

function asCosign2({ configuration }: ReleaseRun): boolean {
  return configuration.sign.format === 'both';
}

/** What {@link attestAll} would return if all of it is attached already; else nothing. Reads only. */
export async function attestedAlready(
  run: ReleaseRun,
  service: ReleaseService,
  inputs: AttestInputs,
): Promise<Attested | undefined> {
  const image = await imageInLayout(run, inputs.build.artifact);
  const signer = await run.signer();
  const evidence = readOnce(image.evidence);
  const attestations: Attested['attestations'] = [];
  for (const { statement, kind, file, platform } of await statementsOf(run, service, inputs)) {
    const attached: { subject: Digest; manifest: Digest }[] = [];
    for (const target of await targetsOf(image, statement)) {
      const found = await findAttached(evidence, target, statement, signer);
      if (found === undefined) return undefined;
      if (asCosign2(run) && !(await findLegacy(evidence, target.digest, statement, signer))) return undefined;
      attached.push({ subject: found.subject, manifest: found.manifest });
    }
    const digest = digestOf(await bundleOf(image, attached[0]?.manifest));
    attestations.push({
      ...{ kind, predicateType: statement.predicateType, attached, file: { name: file, digest } },
      ...(platform === undefined ? {} : { platform }),
    });
  }
  return { subject: inputs.build.artifact.digest, signer: await nameOf(signer), attestations };
}

async function bundleOf(image: WritableImage, manifest: Digest | undefined): Promise<Buffer> {
  if (manifest === undefined) throw new AcgsError('internal/bug', 'a statement was attached to nothing');
  return await bundleOfReferrer(image.source, manifest);
}

/** The manifests that a statement names: the index, a platform, or both. */
async function targetsOf(image: WritableImage, statement: Statement): Promise<Descriptor[]> {
  const targets = await Promise.all(
    statement.subject.map(
      async ({ digest }) => (await image.source.getManifest(`sha256:${digest['sha256'] ?? ''}`)).descriptor,
    ),
  );
  return targets;
}
