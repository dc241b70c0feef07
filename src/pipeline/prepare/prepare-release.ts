import { relative, resolve } from 'node:path';
import { jobPlace } from '../../actions/job-place.js';
import { openSigner } from '../../actions/open-signer.js';
import { trivyOptionsFrom } from '../../actions/scan/trivy-settings.js';
import { detectCi } from '../../ci/detect-ci.js';
import { ambientToken } from '../../ci/oidc/ambient-token.js';
import { type Configuration } from '../../config/configuration.js';
import { assertServicesExist } from '../../config/paths.js';
import { AcgsError } from '../../model/errors.js';
import { TrivySession } from '../../scan/trivy-session.js';
import { dirtinessOf } from '../../source/dirtiness.js';
import { readSource } from '../../source/read-source.js';
import { timestamp } from '../../system/clock.js';
import { environment } from '../../system/environment.js';
import { type ReleaseCall, type ReleaseOptions } from '../release-options.js';
import { type ReleaseRun, type ReleaseService } from '../world.js';
import { builderPlatform } from './builder-platform.js';
import { decideSigning, type SigningChoice } from './decide-signing.js';
import { effectiveConfiguration } from './effective-configuration.js';
import { keyPairsIn } from './key-pairs.js';
import { folderContexts, prepareService } from './prepare-service.js';
import { selectServices } from './select-services.js';

const OUTPUT = 'dist/release';

export interface PreparedRelease {
  readonly run: ReleaseRun;
  readonly services: readonly ReleaseService[];
}

/**
 * Finds out all that a release needs to know before it is planned: configuration, source, who signs, what is released.
 * Only reads.
 * @throws AcgsError `usage/invalid`, `config/*`, `tool/failed`
 */
export async function prepareRelease(
  loaded: Configuration,
  options: ReleaseOptions,
  call: ReleaseCall,
): Promise<PreparedRelease> {
  const configuration = effectiveConfiguration(loaded, options);
  const { root } = configuration;
  const output = outputFolder(root, options.output);
  const chosen = selectServices(configuration.services, options.services);
  await assertServicesExist(configuration, chosen);
  const source = await readSource(root);
  const signing = decideSigning(
    {
      flag: options.key,
      push: options.push,
      ambient: await ambientToken(environment()),
      cwd: call.cwd,
    },
    configuration,
  );
  const own = [
    resolve(root, '.acgs'),
    resolve(root, output),
    ...(call.events === undefined ? [] : [resolve(call.cwd, call.events)]),
    ...signing.files,
    ...(await keyPairsIn(root)),
  ];
  const excluded = [...new Set(own)];
  const platform = await builderPlatform(call.signal);
  const services = await Promise.all(
    chosen.map((service) =>
      prepareService(service, { configuration, source, output, builderPlatform: platform }),
    ),
  );
  const dirtiness =
    source.kind === 'git'
      ? await dirtinessOf(source, {
          contexts: services.flatMap((service) => [
            service.context,
            ...folderContexts(service.settings, root),
          ]),
          exempt: excluded,
          ...(configuration.file === undefined ? {} : { configurationFile: configuration.file }),
        })
      : undefined;
  let opened: ReturnType<ReleaseRun['signer']> | undefined;
  let found: ReturnType<ReleaseRun['place']> | undefined;
  const signer = (): ReturnType<ReleaseRun['signer']> => (opened ??= signerOf(signing));
  const run: ReleaseRun = {
    root,
    output,
    configuration,
    mode: call.mode,
    resumed: call.resume !== undefined,
    options,
    source,
    dirtiness,
    ci: detectCi(environment()),
    acgsVersion: call.acgsVersion,
    signing: signing.decision,
    signer,
    place: () => (found ??= placeOf(signing, signer)),
    registry: call.registry,
    trivy: new TrivySession(trivyOptionsFrom(configuration.scan, root)),
    startedOn: timestamp(),
    excluded,
  };
  return { run, services };
}

async function signerOf({ options, decision }: SigningChoice): ReturnType<ReleaseRun['signer']> {
  const signer = await openSigner(options);
  if (signer === undefined || decision.kind !== 'sign')
    throw new AcgsError('internal/bug', 'a signer was asked for where nobody signs');
  return { ...signer, description: decision.description };
}

/** A key says nothing of where it is used: it is not opened for this. */
async function placeOf(
  { decision }: SigningChoice,
  signer: ReleaseRun['signer'],
): ReturnType<ReleaseRun['place']> {
  return await jobPlace(decision.kind === 'sign' && decision.by === 'identity' ? await signer() : undefined);
}

/** Where results go, relative to the project and inside of it. @throws AcgsError `usage/invalid` */
function outputFolder(root: string, wanted: string = OUTPUT): string {
  const path = relative(root, resolve(root, wanted));
  if (path === '' || path.startsWith('..'))
    throw new AcgsError('usage/invalid', `--output must be a folder inside the project, got ${wanted}`);
  return path;
}
