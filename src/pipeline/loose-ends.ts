import { type Stop } from './stop.js';
import { untilStopped } from './stoppable.js';

/** What steps have left to end by itself, e.g. the removal of what they made in an engine: nobody but the end of the run waits. */
export class LooseEnds {
  private readonly all: Promise<void>[] = [];

  /** @param failed is told if it rejects: the step has succeeded all the same */
  add(work: Promise<void>, failed: (thrown: unknown) => void): void {
    this.all.push(work.catch(failed));
  }

  /** Waits for all of them; where the run is told to stop, as long as for a step. @throws the reason to stop */
  async ended({ signal, hurry }: Stop): Promise<void> {
    await untilStopped(Promise.all(this.all), signal, hurry);
  }
}
