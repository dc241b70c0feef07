import { AcgsError } from './errors.js';

/** A target platform as OCI descriptors hold it (image-spec, image-index.md#platform). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

const PART = /^[a-z0-9_.-]+$/;

/**
 * Parses `os/arch[/variant]`, e.g. `linux/arm64`, `linux/arm/v7`.
 * @throws AcgsError `platform/invalid`
 */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...more] = text.split('/');
  const parts = [os, architecture, ...(variant === undefined ? [] : [variant])];
  if (
    os === undefined ||
    architecture === undefined ||
    more.length > 0 ||
    !parts.every((part) => part !== undefined && PART.test(part))
  )
    throw new AcgsError(
      'platform/invalid',
      `expected a platform such as linux/amd64 or linux/arm/v7, got "${text.slice(0, 60)}"`,
    );
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** `linux/arm/v7` */
export function formatPlatform(platform: Platform): string {
  return [
    platform.os,
    platform.architecture,
    ...(platform.variant === undefined ? [] : [platform.variant]),
  ].join('/');
}

/** The form used in file names: `linux-arm-v7`. */
export function platformSlug(platform: Platform): string {
  return formatPlatform(platform).replaceAll('/', '-');
}
