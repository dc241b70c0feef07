import { type SigningServices } from '../../trust/signing-services.js';
import { NO_ANCHORS, type TrustAnchors } from '../../trust/trust-anchors.js';
import { type Witness } from '../signer.js';
import { rekorV1 } from './rekor-v1.js';
import { rekorV2 } from './rekor-v2.js';
import { timestampAuthority } from './timestamp-authority.js';

/** One witness for each log and timestamp authority. */
export function witnessesOf({
  services,
  anchors = () => Promise.resolve(NO_ANCHORS),
  signal,
}: {
  readonly services?: SigningServices;
  readonly anchors?: () => Promise<TrustAnchors>;
  readonly signal?: AbortSignal;
}): readonly Witness[] {
  if (services === undefined) return [];
  const interruptible = signal === undefined ? {} : { signal };
  return [
    ...services.logs.map(({ url, apiVersion }) =>
      apiVersion === 2 ? rekorV2({ url, anchors, ...interruptible }) : rekorV1(url, signal),
    ),
    ...services.timestampAuthorities.map((url) => timestampAuthority(url, signal)),
  ];
}
