import { join, relative } from 'node:path';
import { provenance as state, PROVENANCE_FILE, provenanceResult } from '../../actions/provenance.js';
import { type KnownSource } from '../../provenance/source-facts.js';
import { configurationDigest } from '../configuration-digest.js';
import { areThere, assertThere, outputPath } from '../evidence-file.js';
import { defineStep, type ReleaseRun, type ReleaseService } from '../world.js';
import { build } from './build.js';

/** States how the image was built. The statement is signed later; the SLSA level does not stand in it. */
export const provenance = defineStep({
  id: 'provenance',
  title: 'State how it was built',
  per: 'service',
  needs: [build],
  output: provenanceResult,
  async check({ run }) {
    // an environment that lies is found before anything is built
    await run.place();
    return undefined;
  },
  plan: ({ service }) => [
    { kind: 'file', detail: `write ${join(service.output, PROVENANCE_FILE)}`, leaves: false },
  ],
  fingerprint: ({ build: built }, { run, service }) => ({
    subject: built.subject,
    // The same image built again is another event, with other times.
    built: built.startedOn,
    commit: run.source.kind === 'git' ? run.source.commit : null,
    dirty: run.dirtiness?.dirty ?? null,
    configuration: configurationDigest(run, service),
    // Whoever signs states it himself: what another job wrote, or this one in another run, is not his word.
    job: [run.ci.provider, run.ci.runId ?? null, run.ci.runAttempt ?? null, run.ci.job ?? null],
    identity: run.signing.kind === 'sign' && run.signing.by === 'identity',
    acgs: run.acgsVersion,
  }),
  outputsThere: async ({ file }, _inputs, { run, service }) => await areThere(run, service, [file]),
  async recheck({ file }, _inputs, { run, service }) {
    await assertThere(run, service, [file]);
    return undefined;
  },
  async run({ build: built }, { run, service, emit }) {
    const { settings } = service;
    const { artifact, builder } = built;
    const { constitutionalHash: hash } = run.configuration;
    const top = run.source.kind === 'git' ? run.source.root : run.root;
    const { statement: _statement, ...result } = await state({
      image: settings.image,
      index: artifact.digest,
      manifests: artifact.platforms.map(({ manifest }) => manifest),
      source: { ...sourceOf(run, service), ignored: built.gitIgnored },
      context: relative(top, service.context) || '.',
      dockerfile: relative(top, service.dockerfile),
      ...(settings.target === undefined ? {} : { target: settings.target }),
      buildArgs: settings.buildArgs,
      platforms: service.platforms,
      secrets: Object.keys(settings.secrets),
      sourceDateEpoch: service.epoch,
      bases: artifact.bases,
      materials: built.materials,
      versions: {
        acgs: run.acgsVersion,
        buildx: builder.buildx,
        ...(builder.engine === undefined ? {} : { docker: builder.engine }),
      },
      configuration: configurationDigest(run, service),
      ...(hash === false ? {} : { constitutionalHash: hash }),
      startedOn: built.startedOn,
      finishedOn: built.finishedOn,
      byproducts: [],
      output: outputPath(run, service),
      place: await run.place(),
    });
    result.warnings.forEach((warning) => {
      emit.warning(warning);
    });
    return result;
  },
});

function sourceOf({ source, dirtiness }: ReleaseRun, service: ReleaseService): Omit<KnownSource, 'ignored'> {
  const changed = [...(dirtiness?.changed ?? []), ...(dirtiness?.untracked ?? [])];
  const state = { dirty: dirtiness?.dirty ?? false, changed };
  if (source.kind !== 'git') return state;
  const { commit, remote, branch, versions } = source;
  const tag = versions[0]?.tag;
  return {
    ...state,
    commit,
    ...(remote === undefined ? {} : { remote }),
    ...(branch === undefined ? {} : { branch }),
    ...(tag === undefined ? {} : { tag }),
    ...(service.touched === undefined ? {} : { revision: service.touched.commit }),
  };
}
