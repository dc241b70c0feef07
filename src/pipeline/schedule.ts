/** Something to run once all that it waits for has ended. */
export interface Task {
  readonly name: string;
  /** Names of tasks that must have ended, however they ended. */
  readonly waitsFor: readonly string[];
  /** Things that it needs for itself. */
  readonly exclusive: readonly string[];
  /** Never rejects: how it ended is the task's own business. */
  run(): Promise<void>;
}

/**
 * Runs tasks side by side, at most `limit` at a time, never two that share an exclusive thing; those earlier in the
 * list first. Rejects with what a task rejected with, once all that had started have ended.
 */
export async function schedule(tasks: readonly Task[], limit: number): Promise<void> {
  const waiting = new Set(tasks);
  const ended = new Set<string>();
  const inUse = new Set<string>();
  const running = new Set<Promise<void>>();
  const mishaps: unknown[] = [];

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
        for (const thing of task.exclusive) inUse.delete(thing);
        running.delete(work);
      });
    running.add(work);
  };

  while (waiting.size > 0 && mishaps.length === 0) {
    for (const task of waiting) {
      if (running.size >= limit) break;
      if (isReady(task)) start(task);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  await Promise.all(running);
  if (mishaps.length > 0) throw mishaps[0];
}
