import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';

/** What people see of one thing attached to an image. */
export interface AttachedView {
  readonly store: string;
  readonly manifest: string;
  readonly platform?: string;
  readonly mediaType: string;
  readonly kind: string;
  readonly predicateType?: string;
  readonly signer?:
    | { readonly kind: 'public-key'; readonly hint?: string }
    | { readonly kind: 'certificate'; readonly identity: string; readonly issuer?: string }
    | { readonly kind: 'unreadable'; readonly reason: string };
  readonly logEntries?: number;
  readonly timestamps?: number;
  readonly problem?: { readonly code: string; readonly message: string };
}

/** What people see of an image. */
export interface InspectionView {
  readonly image: string;
  readonly mediaType: string;
  readonly platforms: readonly { readonly platform: string; readonly digest: string }[];
  readonly evidence: readonly AttachedView[];
  readonly verifyWith: readonly { readonly command: string }[];
}

/** What is attached to an image, as it presents itself; the heading says that nothing of it was verified. */
export function formatInspection(
  { image, mediaType, platforms, evidence, verifyWith }: InspectionView,
  paint: Paint,
): string {
  const lines = [
    paint('bold', visible(image)),
    paint('dim', visible(`  ${mediaType}`)),
    ...platforms.map(({ platform, digest }) => visible(`  ${platform}  ${digest}`)),
    '',
  ];
  if (evidence.length === 0) lines.push(paint('yellow', 'Nothing is attached.'));
  else lines.push(`Attached (${evidence.length}), ${paint('yellow', 'not verified')}:`);
  for (const one of evidence) lines.push(...attachedLines(one, paint));
  if (verifyWith.length > 0)
    lines.push(
      '',
      'To verify, if you trust that signer:',
      ...verifyWith.map(({ command }) => visible(`  ${command}`)),
    );
  return `${lines.join('\n')}\n`;
}

function attachedLines(one: AttachedView, paint: Paint): string[] {
  const {
    store,
    manifest,
    platform,
    kind,
    mediaType,
    predicateType,
    problem,
    logEntries = 0,
    timestamps = 0,
  } = one;
  const what =
    kind === 'other' ? mediaType : `${kind}${predicateType === undefined ? '' : `  ${predicateType}`}`;
  const where = platform === undefined ? '' : ` of ${platform}`;
  const vouched = [
    logEntries === 0 ? '' : `, ${logEntries} log entries`,
    timestamps === 0 ? '' : `, ${timestamps} timestamps`,
  ].join('');
  return [
    visible(`  ${what}${where}`),
    paint('dim', visible(`      ${manifest} in ${store}${signerOf(one)}${vouched}`)),
    ...(problem === undefined ? [] : [paint('red', visible(`      ${problem.message} [${problem.code}]`))]),
  ];
}

function signerOf({ signer }: AttachedView): string {
  switch (signer?.kind) {
    case undefined:
      return '';
    case 'public-key':
      return `, says it is by the key ${signer.hint ?? '(not named)'}`;
    case 'certificate':
      return `, says it is by ${signer.identity} (${signer.issuer ?? 'no issuer'})`;
    case 'unreadable':
      return `, its signer cannot be read: ${signer.reason}`;
  }
}
