/** Runs jobs at most `width` at a time; after a failure no further job begins, and those begun are waited for. */
export class BoundedWork {
  private running = 0;
  private failure: { readonly error: unknown } | undefined;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly width: number) {}

  /** Runs one job when there is room. @throws what the job throws, or the first failure of any job before it */
  async run<Result>(job: () => Promise<Result>): Promise<Result> {
    while (this.running >= this.width && this.failure === undefined)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.failure !== undefined) throw this.failure.error;
    this.running += 1;
    try {
      return await job();
    } catch (error) {
      this.failure ??= { error };
      throw error;
    } finally {
      this.running -= 1;
      if (this.failure !== undefined) for (const wake of this.waiting.splice(0)) wake();
      else this.waiting.shift()?.();
    }
  }
}

/** Waits for all, then throws the first failure if there was one: nothing goes on in the background. */
export async function allDone<Result>(promises: readonly Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
