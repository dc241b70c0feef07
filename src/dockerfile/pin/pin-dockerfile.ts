import { type Digest } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { type Edit } from '../fix.js';
import { applyEdits } from '../harden/apply-edits.js';
import { parseDockerfile } from '../parse/parse-dockerfile.js';
import { type ImageMention, imageMentions, type Slot } from './image-mentions.js';

/** A mention and the digest to be written there. */
export interface Pin {
  readonly mention: ImageMention;
  readonly digest: Digest;
}

/**
 * Writes digests behind images, the tag kept; all else stays byte for byte. The result is read again, and every image must be there
 * with its digest.
 * @throws AcgsError `internal/bug` when it is not
 */
export function pinDockerfile(text: string, pins: readonly Pin[]): string {
  // Several FROM may read one ARG.
  const edits = new Map<number, Edit>();
  for (const { mention, digest } of pins) {
    if (!('slot' in mention.at)) continue;
    const { slot, image } = mention.at;
    edits.set(slot.span.start, { span: slot.span, text: pinnedText(slot, image, digest) });
  }
  const result = applyEdits(text, [...edits.values()]).text;
  const now = imageMentions(parseDockerfile(result));
  const wanted = pins.filter(({ mention, digest }) =>
    now.some(
      ({ at, line, place }) =>
        line === mention.line && place === mention.place && 'image' in at && at.image.endsWith(`@${digest}`),
    ),
  );
  if (wanted.length !== pins.length || now.length !== imageMentions(parseDockerfile(text)).length)
    throw new AcgsError('internal/bug', 'the pinned file does not read as it should');
  return result;
}

/** An image without a tag gets the one that it stands for, so that the digest can be renewed. */
function pinnedText({ text }: Slot, image: string, digest: Digest): string {
  const bare = text.split('@')[0] ?? text;
  const [name] = image.split('@');
  const hasTag = name !== undefined && name.lastIndexOf(':') > name.lastIndexOf('/');
  return `${bare}${hasTag ? '' : ':latest'}@${digest}`;
}
