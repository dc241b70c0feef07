import { type PinnedImage, type Pinning } from '../../model/pinning.js';

/** What became of each image, for people: stderr of `acgs dockerfile pin`, so that stdout can be piped into `patch`. */
export function formatPin({ file, images, written }: Pinning): string {
  if (images.length === 0) return `${file}: names no image\n`;
  return images.map((image) => `${file}:${image.line}  ${sentence(image, written)}\n`).join('');
}

function sentence(image: PinnedImage, written: boolean): string {
  const { state, from, to, place, why = '' } = image;
  const what = `${place} ${image.written}`;
  switch (state) {
    case 'pinned':
      return `${what}: ${written ? 'pinned' : 'would be pinned'} to ${to ?? ''}`;
    case 'refreshed':
      return `${what}: ${written ? 'renewed' : 'would be renewed'}, ${short(from)} becomes ${to ?? ''}`;
    case 'current':
      return `${what}: is what its tag names now`;
    case 'left':
      return `${what}: left alone, ${why}`;
    case 'failed':
      return `${what}: not known, ${why}`;
  }
}

function short(digest: string | undefined): string {
  return (digest ?? '').slice(0, 'sha256:'.length + 12);
}
