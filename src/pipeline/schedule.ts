/** Something to run once all that it waits for has ended. */
export interface Task {
  readonly name: string;
  /** Names of tasks that must have ended, however they ended. */
  readonly waitsFor: readonly string[];
  /** Things that it needs for itself, as things stand. */
  exclusive(): readonly string[];
  /** It mostly waits for something outside: it does not take the place of one that works. */
  readonly waits?: boolean;
  /** What it is a part of, e.g. the service. */
  readonly group?: string | undefined;
  /**
   * Never rejects: how it ended is the task's own business.
   * @param free gives back a thing that it has for itself; what it still has at its end is given back then
   */
  run(free: (thing: string) => void): Promise<void>;
}

/**
 * Runs tasks side by side, at most `limit` at a time that work and as many that wait, never two that share an exclusive thing. What
 * is further along goes first, so that one group uploads while the next computes, instead of all coming to their last tasks at the
 * same time; then those earlier in the list. What waits starts no sooner than what works in its group and is held up by another's
 * exclusive thing. Rejects with what a task rejected with, once all that had started have ended.
 */
export async function schedule(tasks: readonly Task[], limit: number): Promise<void> {
  const waiting = new Set(tasks);
  const ended = new Set<string>();
  const endedOf = new Map<string, number>();
  const inUse = new Map<string, Task>();
  const running = new Map<Promise<void>, Task>();
  const mishaps: unknown[] = [];
  let wake: () => void = () => undefined;

  const progressOf = ({ group }: Task): number => (group === undefined ? 0 : (endedOf.get(group) ?? 0));

  const isDue = (task: Task): boolean => task.waitsFor.every((name) => ended.has(name));

  const isHeldUp = (task: Task): boolean => task.exclusive().some((thing) => inUse.has(thing));

  /** Started now, it would take the cores from those whose end the others of its group wait for. */
  const isEarly = ({ waits, group }: Task): boolean =>
    waits === true &&
    group !== undefined &&
    [...waiting].some(
      (other) => other.group === group && other.waits !== true && isDue(other) && isHeldUp(other),
    );

  const isReady = (task: Task): boolean => isDue(task) && !isHeldUp(task) && !isEarly(task);

  const start = (task: Task): void => {
    waiting.delete(task);
    const own = task.exclusive();
    for (const thing of own) inUse.set(thing, task);
    const free = (thing: string): void => {
      if (inUse.get(thing) === task) inUse.delete(thing);
    };
    const work = task
      .run((thing) => {
        free(thing);
        wake();
      })
      .catch((error: unknown) => {
        mishaps.push(error);
      })
      .finally(() => {
        ended.add(task.name);
        if (task.group !== undefined) endedOf.set(task.group, progressOf(task) + 1);
        own.forEach(free);
        running.delete(work);
      });
    running.set(work, task);
  };

  const isFull = (waits: boolean): boolean =>
    [...running.values()].filter((task) => (task.waits ?? false) === waits).length >= limit;

  while (waiting.size > 0 && mishaps.length === 0) {
    const freed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const inTurn = [...waiting].sort((a, b) => progressOf(b) - progressOf(a));
    for (const task of inTurn) if (!isFull(task.waits ?? false) && isReady(task)) start(task);
    if (running.size === 0) break;
    await Promise.race([...running.keys(), freed]);
  }
  await Promise.all(running.keys());
  if (mishaps.length > 0) throw mishaps[0];
}
