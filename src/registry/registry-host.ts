import { type TlsOptions } from '../system/agents.js';
import { readText } from '../system/files.js';
import { type Credentials, credentialsFor } from './credentials.js';
import { endpointOf } from './endpoint.js';
import { type RegistryOptions } from './options.js';
import { SchemeChoice } from './scheme-choice.js';

const hosts = new WeakMap<RegistryOptions, Map<string, RegistryHost>>();

/** What all repositories of one registry have in common: found out once, however many images of it a command names. */
export class RegistryHost {
  readonly scheme: SchemeChoice;
  private foundTls: Promise<TlsOptions> | undefined;
  private foundCredentials: Promise<Credentials> | undefined;

  /** @throws AcgsError `reference/invalid` */
  private constructor(
    private readonly registry: string,
    private readonly options: RegistryOptions,
  ) {
    this.scheme = new SchemeChoice(endpointOf(registry, options));
  }

  /** The host as it is reached with these options: one for as long as they are the same object. @throws AcgsError `reference/invalid` */
  static of(registry: string, options: RegistryOptions): RegistryHost {
    const known = hosts.get(options) ?? new Map<string, RegistryHost>();
    hosts.set(options, known);
    const host = known.get(registry) ?? new RegistryHost(registry, options);
    known.set(registry, host);
    return host;
  }

  /** @throws AcgsError `file/failed` where the CA file cannot be read */
  async tls(): Promise<TlsOptions> {
    this.foundTls ??= this.readTls();
    return await this.foundTls;
  }

  /** Asked for only once the registry wants some. @throws AcgsError `registry/unauthorized` */
  async credentials(): Promise<Credentials> {
    this.foundCredentials ??= credentialsFor(this.registry, this.options);
    return await this.foundCredentials;
  }

  private async readTls(): Promise<TlsOptions> {
    const { caCert, allowInsecure } = this.options;
    return {
      ...(allowInsecure === true ? { insecure: true } : {}),
      ...(caCert === undefined ? {} : { ca: await readText(caCert) }),
    };
  }
}
