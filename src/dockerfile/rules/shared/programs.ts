import { type ImageName } from '../../parse/image-name.js';
import { isShellLess, shortName } from './base-image.js';

/** Official images that are built on buildpack-deps in their plain tags, and so have curl and wget. */
const FULL =
  /^(python|node|golang|rust|ruby|php|openjdk|gcc|buildpack-deps|perl|erlang|elixir|haskell|pypy|swift|maven|gradle)$/;
/** Plain distributions that have neither. */
const BARE = /^(debian|ubuntu)$/;

/** Whether an image is known not to have a program; false also means: not known. */
export function lacksProgram(image: ImageName, program: string): boolean {
  if (!PROGRAMS.has(program)) return false;
  if (isShellLess(image)) return true;
  const name = shortName(image);
  const tag = image.tag ?? 'latest';
  if (/alpine/.test(tag) || name === 'alpine' || name === 'busybox')
    return program === 'curl' || program === 'http' || (program === 'bash' && !FULL.test(name));
  if (BARE.test(name) || (FULL.test(name) && /slim/.test(tag))) return program !== 'sh' && program !== 'bash';
  return false;
}

/** Programs that health checks call and images often lack. */
const PROGRAMS = new Set(['curl', 'wget', 'nc', 'netcat', 'http', 'bash', 'sh']);
