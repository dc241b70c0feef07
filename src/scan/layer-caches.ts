import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { copyFile, exists, makeDirectory, rename } from '../system/files.js';

/** Trivy looks at several layers of an image at a time: one process keeps about so many cores busy. */
const CORES_OF_ONE = 2;

/** Where Trivy keeps what it learnt about layers, below its cache folder (pkg/cache/fs.go). */
const LEARNT = join('fanal', 'fanal.db');

/** A platform of an image: what Trivy looks at. */
export interface LookedAt {
  readonly image: string;
  readonly platform: { readonly name: string };
}

interface LayerCache {
  /** Name of its folder, unique in the run. */
  readonly name: string;
  readonly lane: Lane;
  /** Ends when nobody uses the folder any more. Never rejects. */
  free: Promise<unknown>;
  looked: boolean;
}

interface Lane {
  readonly name: string;
  /** Ends when nobody looks for the first time any more. Never rejects. */
  free: Promise<unknown>;
}

/**
 * Cache folders of a run in which Trivy keeps what it learnt about layers: one for each platform of an image, because a folder
 * admits one process at a time (trivy#10688). The first look at an image is what costs: it unpacks and analyses its layers, on
 * several cores at once. There are as many lanes for first looks as keep the cores busy, and in a lane each image takes over what
 * those before it have learnt, so that the layers of a shared base are analysed once. Later looks wait for no other image.
 * (Trivy knows a layer by its diff_id; one that lies about it is unpacked by no engine.)
 */
export class LayerCaches {
  private readonly caches = new Map<string, LayerCache>();
  private readonly lanes: Lane[] = [];
  private readonly width: number;

  /**
   * @param parent makes the folder that the caches lie in
   * @param cores how many Trivy may keep busy
   */
  constructor(
    private readonly parent: () => Promise<string>,
    cores = availableParallelism(),
  ) {
    this.width = Math.max(1, Math.floor(cores / CORES_OF_ONE));
  }

  /** What a look at a platform of an image needs for itself: its folder, and for the first one a lane too. */
  neededFor(image: string, platform: string): readonly string[] {
    const { name, lane, looked } = this.cacheOf(image, platform);
    return looked ? [name] : [name, lane.name];
  }

  /** The lane in which a platform of an image is looked at for the first time. */
  laneOf(image: string, platform: string): string {
    return this.cacheOf(image, platform).lane.name;
  }

  /** Runs `use` alone on the cache folder of a platform of an image. */
  async use<Result>(
    { image, platform }: LookedAt,
    use: (cacheDir: string) => Promise<Result>,
  ): Promise<Result> {
    const cache = this.cacheOf(image, platform.name);
    const turn = cache.free.then(async () => {
      const cacheDir = join(await this.parent(), cache.name);
      await makeDirectory(cacheDir);
      return await use(cacheDir);
    });
    cache.free = turn.catch(() => undefined);
    return await turn;
  }

  /**
   * Runs `look` in a lane if it is the first at this platform of an image, else at once. To be called within {@link use}.
   */
  async look({ image, platform }: LookedAt, look: () => Promise<void>): Promise<void> {
    const cache = this.cacheOf(image, platform.name);
    if (cache.looked) return await look();
    const turn = cache.lane.free.then(async () => {
      const parent = await this.parent();
      const heritage = join(parent, cache.lane.name, LEARNT);
      const own = join(parent, cache.name, LEARNT);
      if (await exists(heritage)) {
        await makeDirectory(dirname(own));
        await rename(heritage, own);
      }
      await look();
      cache.looked = true;
      // A server keeps what is learnt to itself.
      if (await exists(own)) await copyFile(own, heritage);
    });
    cache.lane.free = turn.catch(() => undefined);
    await turn;
  }

  /** Ends when nobody uses a folder any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.caches.values()].map(({ free }) => free));
  }

  private cacheOf(image: string, platform: string): LayerCache {
    const key = `${image} ${platform}`;
    const known = this.caches.get(key);
    if (known !== undefined) return known;
    const index = this.caches.size;
    const lane = (this.lanes[index % this.width] ??= {
      name: `lane-${index % this.width}`,
      free: Promise.resolve(),
    });
    const cache = { name: `trivy-${index}`, lane, free: Promise.resolve(), looked: false };
    this.caches.set(key, cache);
    return cache;
  }
}
