import { string } from '@oclif/core/flags';
import { keyFlag, text, toggle } from './flags.js';

const KEYLESS = { helpGroup: 'KEYLESS' } as const;

/** Who signs, and which services vouch for it: cosign's flags with cosign's meanings. */
export const signerFlags = {
  key: keyFlag,
  'identity-token': text(
    'identity-token',
    'identity to sign as, without a key: a token, or a file with one',
    {
      ...KEYLESS,
      helpValue: 'TOKEN|FILE',
    },
  ),
  'fulcio-url': text('fulcio-url', 'certificate authority', { ...KEYLESS, helpValue: 'URL' }),
  'rekor-url': text('rekor-url', 'transparency log of version 1 (also with --key)', {
    ...KEYLESS,
    helpValue: 'URL',
  }),
  'timestamp-server-url': text('timestamp-server-url', 'RFC 3161 timestamp authority (also with --key)', {
    ...KEYLESS,
    helpValue: 'URL',
  }),
  'signing-config': text(
    'signing-config',
    'signing_config.json that names the services (or the mirror that `acgs trust update` fetched it from), instead of their URLs (also with --key)',
    { ...KEYLESS, helpValue: 'FILE|URL' },
  ),
  'trusted-root': text(
    'trusted-root',
    'trusted_root.json of another Sigstore than the public one (or that mirror): what is signed must verify with it',
    { ...KEYLESS, helpValue: 'FILE|URL' },
  ),
  'oidc-issuer': text('oidc-issuer', 'where people log in', { ...KEYLESS, helpValue: 'URL' }),
  'oidc-client-id': string({
    description: 'as which client acgs asks there',
    default: 'sigstore',
    env: 'ACGS_OIDC_CLIENT_ID',
    helpValue: 'ID',
    ...KEYLESS,
  }),
  yes: toggle('yes', 'accepted as in cosign; acgs asks nothing here', { char: 'y' }),
};

/** {@link signerFlags}, parsed. */
export interface SignerFlags {
  /** `--config`: who signs, where no flag says so. */
  readonly config?: string | undefined;
  /** Held against `acgs:` of that file. */
  readonly acgsVersion: string;
  readonly key?: string | undefined;
  readonly 'identity-token'?: string | undefined;
  readonly 'fulcio-url'?: string | undefined;
  readonly 'rekor-url'?: string | undefined;
  readonly 'timestamp-server-url'?: string | undefined;
  readonly 'signing-config'?: string | undefined;
  readonly 'trusted-root'?: string | undefined;
  readonly 'oidc-issuer'?: string | undefined;
  readonly 'oidc-client-id'?: string | undefined;
}
