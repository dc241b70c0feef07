import { type Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { AcgsError } from '../model/errors.js';
import { connect } from './docker/connect.js';
import { engineEndpoint, type EngineEndpoint } from './docker/endpoint.js';
import { engineError, statusOf } from './docker/errors.js';
import { readFrames } from './docker/logs.js';
import { type EngineState, readEngineState } from './docker/state.js';
import { passDoor } from './door.js';

/** What a container is made of (Docker Engine API, ContainerCreate). */
export type ContainerCreateOptions = Dockerode.ContainerCreateOptions;
/** A HEALTHCHECK, times in nanoseconds; the API knows `StartInterval` since Engine 25. */
export type HealthConfig = Dockerode.HealthConfig & { readonly StartInterval?: number };

/** An image as the engine knows it. */
export interface EngineImage {
  /** containerd store: digest of the index or manifest; classic store: digest of the config. */
  readonly id: string;
  /** `registry/repo@sha256:…` under which it was pulled or tagged. */
  readonly repoDigests: readonly string[];
}

/** The part of a container's state that acgs reads. */
export interface ContainerState {
  readonly running: boolean;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The engine's own error, e.g. a command that cannot be started. */
  readonly error: string;
  /** `none` where the image has no HEALTHCHECK. */
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  /** Newest last. */
  readonly probes: readonly { readonly exitCode: number; readonly output: string }[];
  /** Container port (`8080/tcp`) → port on 127.0.0.1. */
  readonly ports: Readonly<Record<string, number>>;
}

interface Abort {
  readonly abortSignal?: AbortSignal;
}

/** Calls of dockerode that take an abort signal although its published types do not say so. */
interface AbortableReads {
  version(options: Abort): Promise<unknown>;
  info(options: Abort): Promise<unknown>;
  getImage(name: string): {
    get(): Promise<Readable>;
    inspect(options: Abort): Promise<{ Id: string; RepoDigests?: string[] | null }>;
  };
}

/** A Docker engine behind our door: each call is an effect, each failure an {@link AcgsError}. */
export class Engine {
  private constructor(
    private readonly client: Dockerode,
    readonly endpoint: EngineEndpoint,
  ) {}

  private get reads(): AbortableReads {
    return this.client as unknown as AbortableReads;
  }

  /** Does not connect yet; the first call does. @throws AcgsError `engine/missing`, `network/refused` */
  static async open(): Promise<Engine> {
    const endpoint = await engineEndpoint();
    return new Engine(await connect(endpoint), endpoint);
  }

  /** Version, store, platform. @throws AcgsError `engine/missing` */
  async state(signal?: AbortSignal): Promise<EngineState> {
    return await this.call('tell its version', false, signal, async (abort) => {
      const [version, info] = await Promise.all([this.reads.version(abort), this.reads.info(abort)]);
      return readEngineState(version, info, this.endpoint);
    });
  }

  /** Loads images from a tar of an OCI layout or of `docker save`. */
  async loadImages(tar: Readable, signal?: AbortSignal): Promise<void> {
    // A request whose body breaks off would wait for ever.
    const broken = new AbortController();
    tar.once('error', (error) => {
      broken.abort(error);
    });
    const either = signal === undefined ? broken.signal : AbortSignal.any([signal, broken.signal]);
    await this.call('load an image', true, signal, async () => {
      try {
        const answer = await this.client.loadImage(tar, { abortSignal: either, quiet: true });
        const said = await textOf(answer, 1024 * 1024);
        // A failed load answers 200 and says so in its stream.
        const failure = /"error"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(said)?.[1];
        if (failure !== undefined) throw new Error(failure);
      } catch (error) {
        throw broken.signal.aborted ? broken.signal.reason : error;
      } finally {
        tar.destroy();
      }
    });
  }

  /** A tar of the image as `docker save` writes it (an OCI layout since Engine 25). */
  async saveImage(name: string, signal?: AbortSignal): Promise<Readable> {
    return await this.call(`save the image ${name}`, false, signal, async () => {
      const stream = await this.reads.getImage(name).get();
      signal?.addEventListener('abort', () => stream.destroy(), { once: true });
      return stream;
    });
  }

  /** Facts of an image, or nothing where the engine has none of that name. */
  async findImage(name: string, signal?: AbortSignal): Promise<EngineImage | undefined> {
    return await this.call(`look at the image ${name}`, false, signal, async (abort) => {
      try {
        const { Id: id, RepoDigests: repoDigests } = await this.reads.getImage(name).inspect(abort);
        return { id, repoDigests: repoDigests ?? [] };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    });
  }

  /** Removes an image name and what only it held; one that is gone already is fine. */
  async removeImage(name: string): Promise<void> {
    await this.call(`remove the image ${name}`, true, undefined, async () => {
      await ignoring([404, 409], this.client.getImage(name).remove({ force: true, noprune: false }));
    });
  }

  /** Makes a container and returns its id. */
  async createContainer(options: ContainerCreateOptions, signal?: AbortSignal): Promise<string> {
    return await this.call('create a container', true, signal, async (abort) => {
      return (await this.client.createContainer({ ...options, ...abort })).id;
    });
  }

  async startContainer(id: string, signal?: AbortSignal): Promise<void> {
    await this.call('start the container', true, signal, async (abort) => {
      await this.client.getContainer(id).start(abort);
    });
  }

  async containerState(id: string, signal?: AbortSignal): Promise<ContainerState> {
    return await this.call('look at the container', false, signal, async (abort) =>
      readContainer(await this.client.getContainer(id).inspect(abort)),
    );
  }

  /** Containers that carry a label, whatever their state. */
  async containersLabelled(
    label: string,
    signal?: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[]> {
    return await this.call('list containers', false, signal, async (abort) => {
      const found = await this.client.listContainers({ all: true, filters: { label: [label] }, ...abort });
      return found.map(({ Id: id, Names: [name = id], Labels: labels }) => ({
        name: name.replace(/^\//, ''),
        labels,
      }));
    });
  }

  /** Names with tags of the images that fit a pattern, e.g. `acgs-smoke-*`. */
  async imageNames(pattern: string, signal?: AbortSignal): Promise<readonly string[]> {
    return await this.call('list images', false, signal, async (abort) => {
      const found = await this.client.listImages({ filters: { reference: [pattern] }, ...abort });
      return found.flatMap(({ RepoTags: names }) => (names as string[] | null) ?? []);
    });
  }

  /** The last `lines` lines of what the container wrote, both streams. */
  async containerLog(id: string, lines: number, signal?: AbortSignal): Promise<string> {
    return await this.call('read the container’s log', false, signal, async (abort) =>
      readFrames(
        await this.client
          .getContainer(id)
          .logs({ follow: false, stdout: true, stderr: true, tail: lines, ...abort }),
      ),
    );
  }

  /** Kills and removes a container with its anonymous volumes; one that is gone already is fine. */
  async removeContainer(id: string): Promise<void> {
    await this.call('remove the container', true, undefined, async () => {
      await ignoring([404, 409], this.client.getContainer(id).remove({ force: true, v: true }));
    });
  }

  private async call<Result>(
    what: string,
    mutates: boolean,
    signal: AbortSignal | undefined,
    action: (abort: Abort) => Promise<Result>,
  ): Promise<Result> {
    if (signal?.aborted === true) throw engineError(what, new Error('aborted'), this.endpoint, signal);
    passDoor({ kind: 'docker', detail: `docker: ${what}`, mutates });
    try {
      return await action(signal === undefined ? {} : { abortSignal: signal });
    } catch (error) {
      throw engineError(what, error, this.endpoint, signal);
    }
  }
}

function readContainer(info: Dockerode.ContainerInspectInfo): ContainerState {
  const { State: state, NetworkSettings: network } = info;
  const status = state.Health?.Status;
  const bound = Object.entries(network.Ports).flatMap(([port, hosts]): [string, number][] => {
    const host = (hosts as { HostPort: string }[] | null)?.[0];
    return host === undefined ? [] : [[port, Number(host.HostPort)]];
  });
  return {
    running: state.Running,
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    error: state.Error,
    health: status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : 'none',
    probes: (state.Health?.Log ?? []).map(({ ExitCode: exitCode, Output: output }) => ({ exitCode, output })),
    ports: Object.fromEntries(bound),
  };
}

async function ignoring(statuses: readonly number[], action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || !statuses.includes(status)) throw error;
  }
}

async function textOf(stream: NodeJS.ReadableStream, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit)
      throw new AcgsError('evidence/too-large', `the Docker engine answered more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
