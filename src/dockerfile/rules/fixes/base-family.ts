import { type ImageName } from '../../parse/image-name.js';
import { isShellLess, shortName } from '../shared/base-image.js';

/** How users are made in a base image; `none` has no tool for it (and needs none: a number will do). */
export type BaseFamily = 'debian' | 'alpine' | 'none';

const DEBIAN = /^(debian|ubuntu|python|node|golang|rust|ruby|php|openjdk|eclipse-temurin)$/;
const RPM = /^(fedora|rockylinux|almalinux|amazonlinux)$/;

/** The family of an image, undefined where nobody can tell (or it is a Windows image). */
export function baseFamily(image: ImageName): BaseFamily | undefined {
  const name = shortName(image);
  const tag = image.tag ?? '';
  if (/windows|nanoserver/.test(tag) || image.variable) return undefined;
  if (isShellLess(image)) return 'none';
  if (name === 'alpine' || (DEBIAN.test(name) && /alpine/.test(tag))) return 'alpine';
  if (RPM.test(name) || name === 'busybox' || /(^|-)(ubi|oracle)/.test(tag)) return 'none';
  return DEBIAN.test(name) ? 'debian' : undefined;
}

/** A number for a new user that no account of the base has: newer Ubuntu images come with a user 1000, and so does Node's. */
export function freeId(image: ImageName | undefined): number {
  return image && /^(node|ubuntu|eclipse-temurin)$/.test(shortName(image)) ? 10001 : 1000;
}

/** Numbers of accounts that official images bring, `uid:gid`. */
export function knownAccount(image: ImageName, name: string): string | undefined {
  const family = baseFamily(image);
  if (name === 'node' && shortName(image) === 'node') return '1000:1000';
  if (name === 'nonroot' && /^(gcr\.io\/distroless|cgr\.dev\/chainguard)\//.test(shortName(image)))
    return '65532:65532';
  if (name === 'nobody' && (family === 'debian' || family === 'alpine')) return '65534:65534';
  if (name === 'www-data' && family === 'debian') return '33:33';
  return undefined;
}
