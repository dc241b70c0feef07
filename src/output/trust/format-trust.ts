import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';

/** What people see of trust material. */
export interface TrustView {
  readonly source: string;
  readonly mirror?: string;
  readonly file?: string;
  readonly ageSeconds?: number;
  readonly expires?: string;
  readonly expired?: boolean;
  readonly parties: readonly {
    readonly kind: string;
    readonly name: string;
    readonly from?: string;
    readonly until?: string;
  }[];
}

const DAY = 86_400;

/** Where it comes from, its age, and each authority and log with its window. */
export function formatTrust(
  { source, mirror, file, ageSeconds, expires, expired, parties }: TrustView,
  paint: Paint,
): string {
  const age = ageSeconds === undefined ? '' : `, ${Math.floor(ageSeconds / DAY)} days old`;
  const end =
    expires === undefined
      ? ''
      : `, ${expired === true ? paint('red', `expired on ${expires}`) : `good until ${expires}`}`;
  const lines = parties.map(
    ({ kind, name, from = 'ever', until = 'now' }) =>
      `    ${kind} ${visible(name)}, from ${visible(from)} to ${visible(until)}`,
  );
  const place = mirror ?? file;
  return `${source}${place === undefined ? '' : ` ${visible(place)}`}${age}${end}\n${lines.join('\n')}\n`;
}
