import { type Digest } from '../model/digest.js';
import { AcgsError, messageOf } from '../model/errors.js';
import { type BaseImage } from '../model/evidence.js';
import { byDigest, formatReference, parseReference, type Reference } from '../model/reference.js';

/** An image that the Dockerfile names in FROM, COPY --from or RUN --mount=from, variables expanded. */
export interface NamedBase {
  readonly name: string;
  /** Base of the stage that is shipped: its name and digest become labels. */
  readonly final: boolean;
}

/**
 * Tells what digest a reference names now; undefined where nobody knows it. A failure (no network, refused
 * credentials) may be thrown: it becomes a warning.
 */
export type ResolveBase = (reference: Reference) => Promise<Digest | undefined>;

export interface ResolvedBases {
  readonly bases: readonly BaseImage[];
  /** The user's named contexts, images among them pinned, and one for each base. */
  readonly buildContexts: Readonly<Record<string, string>>;
  /** Of the shipped stage, for the labels. */
  readonly base?: { readonly name: string; readonly digest: Digest };
  readonly warnings: readonly string[];
}

const IMAGE = 'docker-image://';

/**
 * Resolves every base and pins it by a named context, so that what is labelled, built upon and attested is one image.
 * A user's own named context for the base is honoured and pinned in the same way; a context that is no image (a folder,
 * a layout, another target) replaces the base, which then has no digest.
 * @param stages names of the Dockerfile's stages: a context of a stage's name would replace that stage
 */
export async function resolveBases(
  named: readonly NamedBase[],
  userContexts: Readonly<Record<string, string>>,
  stages: readonly string[],
  resolve: ResolveBase,
): Promise<ResolvedBases> {
  const warnings: string[] = [];
  const contexts: Record<string, string> = { ...userContexts };
  const bases: BaseImage[] = [];
  let base: ResolvedBases['base'];
  const known = new Map<string, Promise<Answer>>();
  const ask = (reference: Reference): Promise<Answer> => {
    if (reference.digest !== undefined) return Promise.resolve({ digest: reference.digest });
    const key = formatReference(reference);
    const asked = known.get(key) ?? answerOf(reference, resolve);
    known.set(key, asked);
    return asked;
  };

  for (const [name, target] of Object.entries(userContexts)) {
    if (!target.startsWith(IMAGE)) continue;
    const reference = parseReference(target.slice(IMAGE.length));
    const { digest } = await ask(reference);
    if (digest !== undefined) contexts[name] = pinned(reference, digest);
  }

  for (const { name, final } of unique(named)) {
    if (name === 'scratch') continue;
    const context = contextOf(name, userContexts);
    if (context !== undefined && !context.target.startsWith(IMAGE)) continue;
    const reference = parseReference(context === undefined ? name : context.target.slice(IMAGE.length));
    const { digest, why } = await ask(reference);
    if (digest === undefined) {
      const reason = why === undefined ? '' : ` (${why})`;
      warnings.push(`base image ${name} is neither pinned nor labelled: its digest is unknown${reason}`);
      continue;
    }
    if (context === undefined && reference.digest === undefined) {
      if (isStageName(reference, stages)) {
        warnings.push(`base image ${name}: a stage has its name, so it cannot be pinned; rename the stage`);
        continue;
      }
      contexts[name] = pinned(reference, digest);
    }
    bases.push({ name, digest });
    if (final) base = { name: formatReference(withoutDigest(reference)), digest };
  }
  return { bases, buildContexts: contexts, ...(base === undefined ? {} : { base }), warnings };
}

interface Answer {
  readonly digest?: Digest;
  readonly why?: string;
}

async function answerOf(reference: Reference, resolve: ResolveBase): Promise<Answer> {
  try {
    const digest = await resolve(reference);
    return digest === undefined ? {} : { digest };
  } catch (error) {
    if (error instanceof AcgsError && (error.code === 'run/interrupted' || error.code === 'run/timeout'))
      throw error;
    return { why: messageOf(error) };
  }
}

/** `docker-image://REF@DIGEST`, the tag kept for readers of the provenance. */
function pinned(reference: Reference, digest: Digest): string {
  const { tag } = reference;
  return `${IMAGE}${formatReference({ ...byDigest(reference, digest), ...(tag === undefined ? {} : { tag }) })}`;
}

function withoutDigest({ registry, repository, tag }: Reference): Reference {
  return { registry, repository, ...(tag === undefined ? {} : { tag }) };
}

/** The user's context for a base: the builder compares normalised names (`docker.io/library/python` is `python`). */
function contextOf(
  name: string,
  contexts: Readonly<Record<string, string>>,
): { readonly target: string } | undefined {
  const wanted = familiar(name);
  const entry = Object.entries(contexts).find(([key]) => key === name || familiar(key) === wanted);
  return entry === undefined ? undefined : { target: entry[1] };
}

/** The full name with an implied `latest`; a context that is no image name is only equal to itself. */
function familiar(name: string): string {
  try {
    const reference = parseReference(name);
    const tag = reference.tag ?? (reference.digest === undefined ? 'latest' : undefined);
    return formatReference({ ...reference, ...(tag === undefined ? {} : { tag }) });
  } catch {
    return `context ${name}`;
  }
}

/** `FROM python AS python`: a named context "python" would replace the stage itself. */
function isStageName(reference: Reference, stages: readonly string[]): boolean {
  if (reference.tag !== undefined && reference.tag !== 'latest') return false;
  const short = reference.repository.replace(/^library\//, '');
  return stages.some(
    (stage) => stage.toLowerCase() === short || stage.toLowerCase() === reference.repository,
  );
}

/** Each name once; final if any mention of it is. */
function unique(named: readonly NamedBase[]): NamedBase[] {
  const finals = new Map<string, boolean>();
  for (const { name, final } of named) finals.set(name, final || finals.get(name) === true);
  return [...finals].map(([name, final]) => ({ name, final }));
}
