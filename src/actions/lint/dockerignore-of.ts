import { dirname, join } from 'node:path';
import { readTextIfPresent } from '../../system/files.js';

/**
 * Finds the ignore file that a build of a Dockerfile would use: its own (`api.Dockerfile.dockerignore`), else the context's
 * `.dockerignore`. A context that nobody named is the Dockerfile's folder or the working folder, whichever has one.
 */
export class Dockerignores {
  /** By folder: a repository keeps many Dockerfiles in few folders. */
  private readonly known = new Map<string, Promise<string | undefined>>();

  constructor(private readonly cwd: string) {}

  /** The text; null where the context has none. */
  async of(dockerfile: string, context: string | undefined): Promise<string | null> {
    const own = await readTextIfPresent(`${dockerfile}.dockerignore`);
    if (own !== undefined) return own;
    if (context !== undefined) return (await this.in(context)) ?? null;
    return (await this.in(dirname(dockerfile))) ?? (await this.in(this.cwd)) ?? null;
  }

  private in(folder: string): Promise<string | undefined> {
    let text = this.known.get(folder);
    if (text === undefined) this.known.set(folder, (text = readTextIfPresent(join(folder, '.dockerignore'))));
    return text;
  }
}
