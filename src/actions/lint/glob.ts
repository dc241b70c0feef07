import picomatch from 'picomatch';

/** A glob as a folder to walk and what to keep of it. */
export interface SplitGlob {
  readonly base: string;
  readonly matches: (file: string) => boolean;
}

/** Splits a glob before its first part with a wildcard; hidden files match too, since `.devcontainer/` holds Dockerfiles. */
export function splitGlob(glob: string): SplitGlob {
  const { base, glob: pattern } = picomatch.scan(glob);
  return { base: base === '' ? '.' : base, matches: picomatch(pattern, { dot: true }) };
}
