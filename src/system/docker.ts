import { type Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { connect } from './docker/connect.js';
import { type ContainerState, readContainer } from './docker/container-state.js';
import { engineEndpoint, type EngineEndpoint } from './docker/endpoint.js';
import { engineError, statusOf } from './docker/errors.js';
import { type LoadAnswer } from './docker/load-answer.js';
import { loadImages } from './docker/load-images.js';
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

  /** Loads images from a tar of an OCI layout or of `docker save`; its pieces may share a buffer. */
  async loadImages(tar: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<LoadAnswer> {
    return await this.call('load an image', true, signal, async (abort) =>
      loadImages(this.client, tar, abort),
    );
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

async function ignoring(statuses: readonly number[], action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || !statuses.includes(status)) throw error;
  }
}
