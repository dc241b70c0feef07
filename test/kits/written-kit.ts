import { scratchFolder, type Scratch } from '../bench/scratch.js';
import { type Platform } from '../../src/kits/platform.js';
import { rendered } from './acgs2.js';

/** A kit's files on disk, as a user has them, for tools that judge them. */
export async function writtenKit(
  name: string,
  answers: Readonly<Record<string, unknown>> = {},
  platform?: Platform,
): Promise<Scratch & { readonly files: Readonly<Record<string, string>> }> {
  const files = await rendered(name, answers, platform);
  return { ...scratchFolder(files), files };
}
