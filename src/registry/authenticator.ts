import { type TlsOptions } from '../system/agents.js';
import { type Challenge, parseChallenges } from './challenge.js';
import { basicValue } from './credentials.js';
import { unauthorized } from './failure.js';
import { type RegistryOptions } from './options.js';
import { type RegistryHost } from './registry-host.js';
import { fetchToken } from './token.js';

/** Answers a registry's challenges and remembers how, so that later requests carry their authorization at once. */
export class Authenticator {
  private scheme: 'unknown' | 'basic' | 'bearer' = 'unknown';
  private challenge: Challenge | undefined;
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(
    private readonly registry: string,
    private readonly host: RegistryHost,
    private readonly options: RegistryOptions,
    private readonly connection: {
      readonly userAgent: string;
      readonly tls: TlsOptions;
      readonly idleMs: number;
    },
  ) {}

  /** The authorization header that is already known to be needed. */
  async header(scopes: readonly string[], base: URL): Promise<string | undefined> {
    if (this.options.token !== undefined && this.options.token !== '') return `Bearer ${this.options.token}`;
    if (this.scheme === 'unknown') return undefined;
    return await this.answer(scopes, base);
  }

  /**
   * Learns from a 401: `rejected` is the header that was refused, so that a used-up token is replaced once.
   * @returns the header to try again with
   * @throws AcgsError `registry/unauthorized` when there is nothing (new) to answer
   */
  async learn(
    challengeHeader: string | undefined,
    scopes: readonly string[],
    base: URL,
    rejected: string | undefined,
  ): Promise<string> {
    const offered = parseChallenges(challengeHeader ?? '');
    const bearer = offered.find(({ scheme }) => scheme === 'bearer');
    const basic = offered.find(({ scheme }) => scheme === 'basic');
    if (bearer !== undefined) {
      this.scheme = 'bearer';
      this.challenge = bearer;
      if (rejected !== undefined) this.tokens.delete(scopes.join(' '));
    } else if (basic !== undefined) this.scheme = 'basic';
    else
      throw unauthorized(
        `registry ${this.registry} refused the request without saying what it wants`,
        this.registry,
      );
    const header = await this.answer(scopes, base);
    if (header === undefined || header === rejected)
      throw unauthorized(
        rejected === undefined
          ? `registry ${this.registry} wants credentials and there are none for it`
          : `registry ${this.registry} refused the credentials`,
        this.registry,
      );
    return header;
  }

  private async answer(scopes: readonly string[], base: URL): Promise<string | undefined> {
    const credentials = await this.host.credentials();
    if (credentials.kind === 'bearer') return `Bearer ${credentials.token}`;
    if (this.scheme === 'basic')
      return credentials.kind === 'basic'
        ? `Basic ${basicValue(credentials.username, credentials.password)}`
        : undefined;
    if (this.challenge === undefined) return undefined;
    const name = scopes.join(' ');
    const known =
      this.tokens.get(name) ??
      fetchToken({
        challenge: this.challenge,
        registry: base,
        scopes,
        credentials,
        ...this.connection,
        ...(this.options.signal === undefined ? {} : { signal: this.options.signal }),
      });
    this.tokens.set(name, known);
    try {
      return `Bearer ${await known}`;
    } catch (error) {
      this.tokens.delete(name);
      throw error;
    }
  }
}
