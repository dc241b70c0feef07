import { join } from 'node:path';
import { type Digest } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { formatPlatform, parsePlatform } from '../../model/platform.js';
import { Layout } from '../../registry/layout.js';
import { type LayoutImage, readLayoutImage } from '../../scan/layout-image.js';
import { type TrivySession } from '../../scan/trivy-session.js';

/** What is looked at: an image of a registry, or a layout on disk (its only image, or the one with `digest`). */
export type ImageTarget =
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'layout'; readonly folder: string; readonly digest?: Digest };

/** Copies an image from a registry into a new layout folder, checked by digest; returns the digest of what it copied. */
export type FetchImage = (reference: string, layout: string) => Promise<Digest>;

export interface OpenedImage extends LayoutImage {
  /** Absolute. */
  readonly layout: string;
  /** Name for reports. */
  readonly name: string;
}

/**
 * Opens an image as a layout. One from a registry is copied first, so that what is scanned has been checked against its
 * digest, and the scanner never talks to a registry itself.
 * @param platforms only these; empty: all
 * @throws AcgsError `registry/*`, `evidence/*`, `source/not-found`; `usage/invalid` for a platform that the image does not
 *   have, or a layout of several images
 */
export async function openImage(
  target: ImageTarget,
  platforms: readonly string[],
  session: TrivySession,
  fetch: FetchImage,
): Promise<OpenedImage> {
  const opened = await (target.kind === 'layout'
    ? openLayout(target.folder, target.digest)
    : fetched(target.reference, session, fetch));
  const wanted = platforms.map((text) => formatPlatform(parsePlatform(text)));
  const names = opened.platforms.map(({ name }) => name);
  const absent = wanted.filter((name) => !names.includes(name));
  if (absent.length > 0)
    throw new AcgsError(
      'usage/invalid',
      `the image has no platform ${absent.join(', ')}: expected one of ${names.join(', ')}`,
    );
  if (wanted.length === 0) return opened;
  return { ...opened, platforms: opened.platforms.filter(({ name }) => wanted.includes(name)) };
}

async function openLayout(folder: string, digest: Digest | undefined): Promise<OpenedImage> {
  const chosen = digest ?? (await (await Layout.open(folder)).image()).descriptor.digest;
  const image = await readLayoutImage(folder, chosen);
  return { ...image, layout: folder, name: `layout@${image.digest}` };
}

async function fetched(reference: string, session: TrivySession, fetch: FetchImage): Promise<OpenedImage> {
  const layout = join(await session.scratch(), 'fetched', 'image');
  const digest = await fetch(reference, layout);
  return { ...(await readLayoutImage(layout, digest)), layout, name: reference };
}
