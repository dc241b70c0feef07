/** Something to run once all that it waits for has ended. */
export interface Task {
  readonly name: string;
  /** Names of tasks that must have ended, however they ended. */
  readonly waitsFor: readonly string[];
  /** Things that it needs for itself. */
  readonly exclusive: readonly string[];
  /** It mostly waits for something outside: it does not take the place of one that works. */
  readonly waits?: boolean;
  /** What it is a part of, e.g. the service. */
  readonly group?: string | undefined;
  /** Never rejects: how it ended is the task's own business. */
  run(): Promise<void>;
}

/**
 * Runs tasks side by side, at most `limit` at a time that work and as many that wait, never two that share an exclusive thing. What
 * is further along goes first, so that one group uploads while the next computes, instead of all coming to their last tasks at the
 * same time; then those earlier in the list. Rejects with what a task rejected with, once all that had started have ended.
 */
export async function schedule(tasks: readonly Task[], limit: number): Promise<void> {
  const waiting = new Set(tasks);
  const ended = new Set<string>();
  const endedOf = new Map<string, number>();
  const inUse = new Set<string>();
  const running = new Map<Promise<void>, Task>();
  const mishaps: unknown[] = [];

  const progressOf = ({ group }: Task): number => (group === undefined ? 0 : (endedOf.get(group) ?? 0));

  const isReady = (task: Task): boolean =>
    task.waitsFor.every((name) => ended.has(name)) && !task.exclusive.some((thing) => inUse.has(thing));

  const start = (task: Task): void => {
    waiting.delete(task);
    for (const thing of task.exclusive) inUse.add(thing);
    const work = task
      .run()
      .catch((error: unknown) => {
        mishaps.push(error);
      })
      .finally(() => {
        ended.add(task.name);
        if (task.group !== undefined) endedOf.set(task.group, progressOf(task) + 1);
        for (const thing of task.exclusive) inUse.delete(thing);
        running.delete(work);
      });
    running.set(work, task);
  };

  const isFull = (waits: boolean): boolean =>
    [...running.values()].filter((task) => (task.waits ?? false) === waits).length >= limit;

  while (waiting.size > 0 && mishaps.length === 0) {
    const inTurn = [...waiting].sort((a, b) => progressOf(b) - progressOf(a));
    for (const task of inTurn) if (!isFull(task.waits ?? false) && isReady(task)) start(task);
    if (running.size === 0) break;
    await Promise.race(running.keys());
  }
  await Promise.all(running.keys());
  if (mishaps.length > 0) throw mishaps[0];
}
