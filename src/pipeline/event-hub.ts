import { messageOf } from '../model/errors.js';
import { type EventSink, type RunEvent } from '../model/run-event.js';
import { now } from '../system/clock.js';

type WithoutTime<Event> = Event extends RunEvent ? Omit<Event, 'at'> : never;

/** An event before the hub stamps it. */
export type Told = WithoutTime<RunEvent>;

/** Hands every event to every sink. A sink that fails (a full disk, a closed pipe) is left out from then on, and said so. */
export class EventHub {
  private sinks: readonly EventSink[];

  constructor(sinks: readonly EventSink[]) {
    this.sinks = sinks;
  }

  tell(told: Told): void {
    const event: RunEvent = { ...told, at: now().toISOString() };
    for (const sink of this.sinks) {
      try {
        sink.handle(event);
      } catch (error) {
        this.drop(sink, error);
      }
    }
  }

  /** Ends all sinks and waits for what they still write. */
  async close(): Promise<void> {
    for (const sink of this.sinks) {
      try {
        await sink.close?.();
      } catch (error) {
        this.drop(sink, error);
      }
    }
    this.sinks = [];
  }

  private drop(broken: EventSink, error: unknown): void {
    this.sinks = this.sinks.filter((sink) => sink !== broken);
    this.tell({ type: 'warning', text: `events are no longer taken: ${messageOf(error)}` });
  }
}
