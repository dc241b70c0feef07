import { type AcgsError } from '../model/errors.js';
import { type RunMode } from '../model/run-event.js';
import { type EventHub } from './event-hub.js';
import { type History } from './history.js';
import { type Journal } from './journal.js';
import { type LooseEnds } from './loose-ends.js';
import { type StepOutcome } from './outcome.js';
import { type Stop } from './stop.js';

/** The image that a service's outputs must all speak of. */
export interface KnownSubject {
  readonly digest: string;
  /** The step that said so first. */
  readonly by: string;
}

/** What the instances of one run share; each writes its own outcome and nothing else of it. */
export interface RunState {
  readonly root: string;
  readonly runId: string;
  readonly mode: RunMode;
  /** Ignore `fresh`. */
  readonly force: boolean;
  readonly journal: Journal;
  readonly events: EventHub;
  readonly history: History;
  /** By instance name, in the order in which they ended. */
  readonly outcomes: Map<string, StepOutcome>;
  /** The errors behind failed and refused outcomes. */
  readonly failures: Map<string, AcgsError>;
  /** By service. */
  readonly subjects: Map<string, KnownSubject>;
  readonly looseEnds: LooseEnds;
  readonly stop: Stop;
}
