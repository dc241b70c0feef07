import { type ImageMention } from '../../dockerfile/pin/image-mentions.js';
import { type Pin } from '../../dockerfile/pin/pin-dockerfile.js';
import { type Candidate, chooseDigest } from '../../image/pin/choose-digest.js';
import { lockKey } from '../../image/pin/pin-lock.js';
import { type Digest } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { type PinnedImage } from '../../model/pinning.js';
import { parseReference, type Reference } from '../../model/reference.js';
import { timestamp } from '../../system/clock.js';
import { type FindCandidate } from './candidates.js';

export interface PinOptions {
  readonly find: FindCandidate;
  /** Milliseconds; zero: none. */
  readonly cooldownMs: number;
  readonly now: Date;
  /** Images that are left as they are: as written, or in full. */
  readonly skip: readonly string[];
}

/** What is to be written, what is to be told, and what the registry said of each tag that was taken. */
export interface PinnedImages {
  readonly pins: readonly Pin[];
  readonly images: readonly PinnedImage[];
  readonly taken: ReadonlyMap<string, Candidate>;
  /** Of the first image that could not be asked for. */
  readonly failure?: AcgsError;
}

/** Finds a digest for each mention; an image that cannot be asked for does not keep the others from being pinned. */
export async function pinImages(
  mentions: readonly ImageMention[],
  options: PinOptions,
): Promise<PinnedImages> {
  const asked = new Map<string, Promise<Candidate>>();
  const ask = (reference: Reference): Promise<Candidate> => {
    const key = lockKey(reference);
    const answer = asked.get(key) ?? options.find(reference);
    asked.set(key, answer);
    return answer;
  };
  const pins: Pin[] = [];
  const images: PinnedImage[] = [];
  const taken = new Map<string, Candidate>();
  let failure: AcgsError | undefined;
  for (const mention of mentions) {
    const { line, place, written, at } = mention;
    const told = { line, place, written };
    if ('why' in at) {
      images.push({ ...told, state: 'left', why: at.why });
      continue;
    }
    try {
      const reference = parseReference(at.image);
      const image = lockKey(reference);
      const about = { ...told, image, ...(reference.digest === undefined ? {} : { from: reference.digest }) };
      const why = whyNotAsked(reference, [written, image], options.skip);
      if (why !== undefined) {
        images.push({ ...about, state: 'left', why });
        continue;
      }
      const candidate = await ask(reference);
      const choice = chooseDigest(reference.digest, candidate, options);
      const created = candidate.created === undefined ? {} : { created: timestamp(candidate.created) };
      const to: Digest | undefined = 'digest' in choice ? choice.digest : reference.digest;
      images.push({ ...about, ...choiceWords(choice), ...(to === undefined ? {} : { to }), ...created });
      if (choice.state !== 'left') taken.set(image, candidate);
      if ('digest' in choice) pins.push({ mention, digest: choice.digest });
    } catch (error) {
      if (!(error instanceof AcgsError) || error.code === 'run/interrupted') throw error;
      failure ??= error;
      images.push({ ...told, image: at.image, state: 'failed', why: error.message });
    }
  }
  return { pins, images, taken, ...(failure === undefined ? {} : { failure }) };
}

function whyNotAsked(
  { tag, digest }: Reference,
  names: readonly string[],
  skip: readonly string[],
): string | undefined {
  if (names.some((name) => skip.includes(name))) return '--skip names it';
  if (digest !== undefined && tag === undefined) return 'it has a digest and no tag to renew it by';
  return undefined;
}

function choiceWords(choice: ReturnType<typeof chooseDigest>): Pick<PinnedImage, 'state' | 'why'> {
  return choice.state === 'left' ? { state: 'left', why: choice.why } : { state: choice.state };
}
