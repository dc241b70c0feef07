import { relative, sep } from 'node:path';
import { type EventSink } from '../../model/run-event.js';
import { type GitHubOptions, GitHubRenderer } from './github-renderer.js';
import { LineRenderer } from './line-renderer.js';
import { painter } from './paint.js';

export interface RendererWishes extends GitHubOptions {
  /** Where progress goes: stderr, since stdout is data. */
  readonly stream: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Some CI system runs this. */
  readonly ci: boolean;
  /** Show all lines of the tools, one below the other: never a tree. */
  readonly verbose?: boolean;
}

const NARROWEST = 40;

/**
 * The renderer that fits: GitHub's log, a tree on a real terminal, plain lines everywhere else. A CI system with a
 * pseudo-terminal, a dumb terminal and one narrower than 40 columns get lines: cursor movements would break there.
 */
export async function chooseRenderer(wishes: RendererWishes): Promise<EventSink> {
  const { stream, environment, ci, verbose = false, quiet = false } = wishes;
  const paint = await painter(stream, environment);
  const write = lineWriter(stream);
  if (environment['GITHUB_ACTIONS'] === 'true') {
    const folder = wishes.folder ?? folderIn(environment['GITHUB_WORKSPACE'], process.cwd());
    return new GitHubRenderer(write, paint, { ...wishes, folder });
  }
  const drawable = stream.isTTY && !ci && environment['TERM'] !== 'dumb' && stream.columns >= NARROWEST;
  if (!drawable || verbose || quiet) return new LineRenderer(write, paint, quiet);
  const { TreeRenderer } = await import('./tree-renderer.js');
  return new TreeRenderer(stream, paint);
}

/** Where the project lies in the checkout, with a trailing slash: `services/api/`; empty for its root, or outside of it. */
export function folderIn(workspace: string | undefined, project: string): string {
  if (workspace === undefined || workspace === '') return '';
  const path = relative(workspace, project);
  return path === '' || path === '..' || path.startsWith(`..${sep}`) ? '' : `${path.split(sep).join('/')}/`;
}

/** Writes lines until the reader has gone (`acgs release 2>&1 | head`): the run goes on, its log is on disk. */
function lineWriter(stream: NodeJS.WriteStream): (line: string) => void {
  let gone = false;
  stream.on('error', () => {
    gone = true;
  });
  return (line) => {
    if (!gone) stream.write(`${line}\n`);
  };
}
