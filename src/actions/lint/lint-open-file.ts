import { dirname } from 'node:path';
import { lintParsed } from '../../dockerfile/lint.js';
import { type LintOptions } from '../../dockerfile/lint-options.js';
import { type LintFinding } from '../../dockerfile/lint-result.js';
import { type Dockerfile } from '../../dockerfile/parse/nodes.js';
import { parseDockerfile } from '../../dockerfile/parse/parse-dockerfile.js';
import { messageOf } from '../../model/errors.js';
import { type Environment } from '../../system/environment.js';
import { Dockerignores } from './dockerignore-of.js';
import { type LintSettings, lintSettings } from './lint-settings.js';

/** A Dockerfile as an editor has it, judged. */
export interface JudgedText {
  readonly dockerfile: Dockerfile;
  readonly findings: readonly LintFinding[];
  /** What they were found with. */
  readonly options: LintOptions;
}

export interface LintOpenFilesOptions {
  readonly env: Environment;
  readonly acgsVersion: () => Promise<string>;
  /** Told what users should know, once for each configuration that is read. */
  readonly warn: (text: string) => void;
}

/**
 * Judges texts that change all the time, with the configuration that holds for each file. Configurations are read once and kept until
 * {@link forget}; one that is wrong is told, and hadolint's defaults hold until it is right.
 */
export class LintOpenFiles {
  private readonly settings = new Map<string, Promise<LintSettings | undefined>>();
  private ignores = new Map<string, Dockerignores>();

  constructor(private readonly options: LintOpenFilesOptions) {}

  /**
   * @param path absolute; undefined for a text that has no file yet
   * @param folder that the editor has opened and the file lies in; without one, the file's own
   */
  async judge(text: string, path: string | undefined, folder: string | undefined): Promise<JudgedText> {
    const cwd = folder ?? (path === undefined ? undefined : dirname(path));
    const dockerfile = parseDockerfile(text);
    const settings = cwd === undefined ? undefined : await this.settingsOf(cwd);
    const options: LintOptions = {
      ...settings?.optionsFor(path),
      ...(path === undefined || cwd === undefined
        ? {}
        : { dockerignore: await this.ignoresOf(cwd).of(path, settings?.contextOf(path)) }),
    };
    return { dockerfile, options, findings: lintParsed(dockerfile, options).findings };
  }

  /** Some file beside the Dockerfiles has changed: configuration or ignore file. */
  forget(): void {
    this.settings.clear();
    this.ignores = new Map();
  }

  private settingsOf(cwd: string): Promise<LintSettings | undefined> {
    let known = this.settings.get(cwd);
    if (known === undefined) {
      known = lintSettings({ cwd, flags: { options: {} }, ...this.options }).catch((error: unknown) => {
        this.options.warn(`${messageOf(error)}: hadolint's defaults hold until that is right`);
        return undefined;
      });
      this.settings.set(cwd, known);
    }
    return known;
  }

  private ignoresOf(cwd: string): Dockerignores {
    let known = this.ignores.get(cwd);
    if (known === undefined) this.ignores.set(cwd, (known = new Dockerignores(cwd)));
    return known;
  }
}
