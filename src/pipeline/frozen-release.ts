import { z } from 'zod';
import { effectiveDocument } from '../config/effective.js';
import { SEVERITIES } from '../model/severity.js';
import { type Frozen } from './journal-lines.js';
import { type ReleaseOptions } from './release-options.js';
import { type ReleaseRun } from './world.js';

const names = z.array(z.string());

/** {@link ReleaseOptions} as a journal holds them. */
const optionsSchema = z.object({
  services: names,
  push: z.boolean(),
  unsigned: z.boolean(),
  allowDirty: z.boolean(),
  key: z.string().exactOptional(),
  tags: names.exactOptional(),
  registries: names.exactOptional(),
  platforms: names.exactOptional(),
  builder: z.string().exactOptional(),
  failOn: z.array(z.enum(SEVERITIES)).exactOptional(),
  ignoreUnfixed: z.boolean().exactOptional(),
  maxDbAge: z.string().exactOptional(),
  dbRepositories: names.exactOptional(),
  output: z.string().exactOptional(),
  only: names.exactOptional(),
  skip: names.exactOptional(),
  from: z.string().exactOptional(),
  until: z.string().exactOptional(),
});

const flagsSchema = z.object({
  options: optionsSchema,
  output: z.string(),
  dirty: z.boolean(),
  repository: z.string().nullable(),
  ref: z.string().nullable(),
  /** Who signs, for the report; null when nobody does. */
  signer: z.string().nullable(),
});

/** What the journal freezes of a release. */
export interface FrozenRelease extends Omit<z.output<typeof flagsSchema>, 'options'> {
  readonly commit: string | null;
  readonly options: ReleaseOptions;
}

/** What a resumed release takes up again, and what a report of a past run needs: plain JSON, no secrets, no absolute paths. */
export function freezeRelease(run: ReleaseRun, options: ReleaseOptions): Frozen {
  const { source, ci } = run;
  const git = source.kind === 'git' ? source : undefined;
  const version = git?.versions[0]?.tag;
  const branch = git?.branch;
  return {
    commit: git?.commit ?? null,
    config: effectiveDocument(run.configuration),
    flags: {
      options: structuredClone(options),
      output: run.output,
      dirty: run.dirtiness?.dirty ?? false,
      repository: git?.remote ?? null,
      ref:
        ci.ref ??
        (version !== undefined
          ? `refs/tags/${version}`
          : branch !== undefined
            ? `refs/heads/${branch}`
            : null),
      signer: run.signing.kind === 'sign' ? run.signing.description : null,
    },
  };
}

/** Reads it back. @throws ZodError for a journal that another program wrote */
export function thawRelease(frozen: Frozen): FrozenRelease {
  return { commit: frozen.commit, ...flagsSchema.parse(frozen.flags) };
}
