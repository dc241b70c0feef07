import { dirname, join } from 'node:path';
import { exists } from '../../system/files.js';

/**
 * The nearest folder, from the Dockerfile's upward, that holds everything that it copies; undefined when none up to
 * `top` does. A pattern asks only for the folder before its first wildcard: it may match nothing, as
 * `package-lock.json*` often does.
 */
export async function nearestContext(
  dockerfile: string,
  sources: readonly string[],
  top: string,
): Promise<string | undefined> {
  const wanted = sources.map(firmPart);
  for (let folder = dirname(dockerfile); ; folder = dirname(folder)) {
    const present = await Promise.all(wanted.map((part) => exists(join(folder, part))));
    if (present.every(Boolean)) return folder;
    if (folder === top || folder === dirname(folder)) return undefined;
  }
}

/** The path before the first segment with a wildcard, kept inside the context as the builder does. */
function firmPart(source: string): string {
  const segments = join('/', source).split('/').filter(Boolean);
  const wild = segments.findIndex((segment) => /[*?[\\]/.test(segment));
  return (wild < 0 ? segments : segments.slice(0, wild)).join('/') || '.';
}
