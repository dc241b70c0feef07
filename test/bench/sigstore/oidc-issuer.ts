import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bodyOf, type HttpService, sendJson, startHttpService } from './http-service.js';

/** Claims of a token, by name. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Two OpenID Connect issuers with one key: `/github` gives the tokens of a GitHub Actions job (no e-mail address in them) to whoever
 * asks with the right bearer, as ACTIONS_ID_TOKEN_REQUEST_URL; `/people` logs in Ada without a question, by code or on a device.
 */
export interface OidcIssuers extends HttpService {
  readonly github: string;
  readonly people: string;
  /** What a step of a job finds in its environment. */
  readonly jobEnv: Readonly<Record<string, string>>;
  /** Every token that was given, to be looked for where none must be. */
  readonly issued: readonly string[];
  /** The identity that the certificate authority makes of the job's token. */
  readonly jobIdentity: string;
  /** A token of the job, with some claims otherwise. */
  token(claims?: Claims): string;
  /** A token of Ada's. */
  personToken(claims?: Claims): string;
}

const JOB_COMMIT = '1'.repeat(40);
const JOB_WORKFLOW = 'acme/api/.github/workflows/release.yml@refs/heads/main';
export const ADA = 'ada@example.com';

const JOB: Claims = {
  sub: 'repo:acme/api:ref:refs/heads/main',
  repository: 'acme/api',
  repository_id: '1001',
  repository_owner: 'acme',
  repository_owner_id: '1002',
  repository_visibility: 'public',
  ref: 'refs/heads/main',
  sha: JOB_COMMIT,
  workflow: 'release',
  workflow_ref: JOB_WORKFLOW,
  workflow_sha: JOB_COMMIT,
  job_workflow_ref: JOB_WORKFLOW,
  job_workflow_sha: JOB_COMMIT,
  event_name: 'push',
  run_id: '4242',
  run_attempt: '2',
  runner_environment: 'github-hosted',
};

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param job claims of the job's tokens that differ from those of `acme/api` on `main` */
export async function startOidcIssuers(job: Claims = {}): Promise<OidcIssuers> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const bearer = randomBytes(24).toString('base64url');
  const logins = new Map<string, { nonce: string; challenge: string }>();
  const issued: string[] = [];
  const token = (issuer: string, claims: Claims): string => {
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now, nbf: now - 5, exp: now + 600 };
    const signed = `${base64url({ alg: 'RS256', kid: 'bench', typ: 'JWT' })}.${base64url({ iss: issuer, aud: 'sigstore', ...times, ...claims })}`;
    const given = `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    issued.push(given);
    return given;
  };
  const ada = { sub: 'ada', email: ADA, email_verified: true };
  const service = await startHttpService(async (request, response, { pathname, searchParams }) => {
    const [, name = '', ...rest] = pathname.split('/');
    const issuer = `${service.url}/${name}`;
    switch (rest.join('/')) {
      case '.well-known/openid-configuration':
        return sendJson(response, {
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          device_authorization_endpoint: `${issuer}/device`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case 'jwks':
        return sendJson(response, {
          keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' }],
        });
      case 'job-token': {
        if (request.headers.authorization !== `Bearer ${bearer}`)
          return sendJson(response, { message: 'bad credentials' }, 401);
        const aud = searchParams.get('audience') ?? 'none';
        return sendJson(response, { count: 1, value: token(issuer, { ...JOB, ...job, aud }) });
      }
      case 'auth': {
        const code = randomBytes(16).toString('hex');
        const [nonce, challenge] = [searchParams.get('nonce'), searchParams.get('code_challenge')];
        logins.set(code, { nonce: nonce ?? '', challenge: challenge ?? '' });
        const back = new URL(searchParams.get('redirect_uri') ?? '');
        back.searchParams.set('code', code);
        back.searchParams.set('state', searchParams.get('state') ?? '');
        response.writeHead(302, { location: back.href }).end();
        return;
      }
      case 'device': {
        const form = new URLSearchParams((await bodyOf(request)).toString());
        const device_code = randomBytes(16).toString('hex');
        logins.set(device_code, { nonce: '', challenge: form.get('code_challenge') ?? '' });
        const verification_uri = `${issuer}/activate`;
        return sendJson(response, { device_code, user_code: 'ABCD-EFGH', verification_uri, interval: 0.1 });
      }
      case 'token': {
        const form = new URLSearchParams((await bodyOf(request)).toString());
        const code = form.get('code') ?? form.get('device_code') ?? '';
        const login = logins.get(code);
        logins.delete(code);
        const proof = createHash('sha256').update(form.get('code_verifier') ?? '');
        if (login === undefined || proof.digest('base64url') !== login.challenge)
          return sendJson(response, { error: 'invalid_grant' }, 400);
        const aud = form.get('client_id') ?? '';
        const nonce = login.nonce === '' ? {} : { nonce: login.nonce };
        return sendJson(response, {
          token_type: 'Bearer',
          id_token: token(issuer, { ...ada, aud, ...nonce }),
        });
      }
      default:
        return sendJson(response, { message: `no ${pathname} here` }, 404);
    }
  });
  const [github, people] = [`${service.url}/github`, `${service.url}/people`];
  const { job_workflow_ref: workflow } = { ...JOB, ...job };
  return {
    ...service,
    issued,
    github,
    people,
    jobEnv: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${github}/job-token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    },
    jobIdentity: `https://github.com/${String(workflow)}`,
    token: (claims = {}) => token(github, { ...JOB, ...job, ...claims }),
    personToken: (claims = {}) => token(people, { ...ada, ...claims }),
  };
}
