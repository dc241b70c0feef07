import semver from 'semver';

/** What tags are made of. */
export interface TagFacts {
  /** Semantic version without `v`; undefined when HEAD carries no version tag. */
  readonly version: string | undefined;
  /** Full hash of HEAD; undefined outside git. */
  readonly commit: string | undefined;
  readonly branch: string | undefined;
}

export interface Tag {
  readonly name: string;
  /** A full version or a commit: it names one image for ever. Others move. */
  readonly immutable: boolean;
}

/** Hex digits of `{sha}`. */
const SHA_DIGITS = 12;

/**
 * The tags of an image. Without templates: `{version}` if there is one, and always `sha-{sha}`. A template whose field
 * has no value gives no tag, nor does a pre-release give `{major}` or `{minor}` alone: nobody who follows 1.2 wants an rc.
 */
export function tagsOf(templates: readonly string[] | undefined, facts: TagFacts): readonly Tag[] {
  const values: Readonly<Record<string, string | undefined>> = {
    version: facts.version === undefined ? undefined : tagText(facts.version),
    major: facts.version === undefined ? undefined : String(semver.major(facts.version)),
    minor: facts.version === undefined ? undefined : String(semver.minor(facts.version)),
    sha: facts.commit?.slice(0, SHA_DIGITS),
    branch: facts.branch === undefined ? undefined : tagText(facts.branch),
  };
  const isPrerelease = facts.version !== undefined && semver.prerelease(facts.version) !== null;
  const tags = new Map<string, Tag>();
  for (const template of templates ?? ['{version}', 'sha-{sha}']) {
    let complete = !isPrerelease || /\{version\}/.test(template) || !/\{(?:major|minor)\}/.test(template);
    const filled = template.replaceAll(/\{(\w+)\}/g, (_whole, field: string) => {
      const value = values[field];
      if (value === undefined) complete = false;
      return value ?? '';
    });
    if (!complete) continue;
    const name = tagText(filled);
    const immutable = /\{(?:version|sha)\}/.test(template);
    tags.set(name, { name, immutable: immutable || tags.get(name)?.immutable === true });
  }
  return [...tags.values()];
}

/**
 * Any text as a valid tag (distribution/reference: `[\w][\w.-]{0,127}`): other characters become "-", as does a first
 * "." or "-"; `+` of a version becomes `_`, as Helm writes it.
 */
export function tagText(text: string): string {
  const plain = text
    .replaceAll('+', '_')
    .replaceAll(/[^\w.-]/g, '-')
    .slice(0, 128);
  return /^\w/.test(plain) ? plain : `_${plain.slice(1)}`;
}
