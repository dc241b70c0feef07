import { type AcgsError } from '../model/errors.js';
import { type Finding } from '../model/finding.js';
import { type PlannedEffect, type StepKey, type StepStatus } from '../model/run-event.js';

/** What a step runs for: once, for each service, or for each platform of each service. */
export type Per = 'run' | 'service' | 'platform';

/** The two types that the product gives the runner: what belongs to the run, and what is known of a service. */
export interface World {
  /** Configuration, options, source: whatever steps read and none changes. */
  readonly run: unknown;
  readonly service: ServiceShape;
}

/** The part of a service that the runner itself looks at. */
export interface ServiceShape {
  readonly name: string;
  /** `os/arch[/variant]` each. */
  readonly platforms: readonly string[];
}

/** Reads JSON into an output or throws: a zod schema is one. */
export interface Schema<Out> {
  parse(value: unknown): Out;
}

/** What other steps may know of a step. */
export interface StepRef<Out = unknown> {
  readonly id: string;
  readonly per: Per;
  readonly output: Schema<Out>;
}

type OutOf<Ref> = Ref extends { readonly output: Schema<infer Out> } ? Out : never;

/** What a step of `P` sees of a step of a finer or coarser `per`: one output, or those of all instances by name. */
type Seen<P extends Per, Ref extends StepRef> = Ref['per'] extends 'run'
  ? OutOf<Ref>
  : Ref['per'] extends 'service'
    ? P extends 'run'
      ? ReadonlyMap<string, OutOf<Ref>>
      : OutOf<Ref>
    : P extends 'platform'
      ? OutOf<Ref>
      : P extends 'service'
        ? ReadonlyMap<string, OutOf<Ref>>
        : ReadonlyMap<string, ReadonlyMap<string, OutOf<Ref>>>;

/**
 * The outputs that a step gets, by step id. Steps under `needs` have succeeded; those under `after` may be absent,
 * because they were skipped. Of a finer step come those instances that were not skipped, in a map by platform
 * (or service).
 */
export type Inputs<P extends Per, Needs extends readonly StepRef[], After extends readonly StepRef[]> = {
  readonly [Ref in Needs[number] as Ref['id']]: Seen<P, Ref>;
} & {
  readonly [Ref in After[number] as Ref['id']]?: Seen<P, Ref> | undefined;
};

/** Where a step instance is: known before anything runs. */
export interface Place<W extends World, P extends Per = Per> {
  readonly run: W['run'];
  readonly service: P extends 'run' ? undefined : W['service'];
  readonly platform: P extends 'platform' ? string : undefined;
}

/** The only voice of a step while it runs. Texts are redacted on the way out; lines go to the step's log too. */
export interface Emit {
  /** What is going on now; `fraction` from 0 to 1 where known. */
  progress(text: string, fraction?: number): void;
  line(text: string): void;
  /** Takes output in chunks that may split lines and secrets. */
  chunk(text: string): void;
  warning(text: string): void;
  finding(finding: Finding): void;
}

/** How another step's instance ended, as far as it matters to a step that comes after it. */
export interface StepResult {
  readonly key: StepKey;
  readonly status: StepStatus;
  readonly reason?: string;
}

/** What a running step has besides its inputs. */
export interface Scope<W extends World, P extends Per = Per> extends Place<W, P> {
  readonly runId: string;
  /** Aborted when the run is interrupted or the step's or run's time is over: hand it to everything that waits. */
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** How the instances of an earlier step ended that concern this service and platform, with the reasons of skips. */
  resultsOf(step: string): readonly StepResult[];
  /** Hands over work that may end after the step, e.g. cleaning up: the end of the run waits for it; a failure is a warning. */
  readonly later: (work: Promise<void>) => void;
  /** Gives back one of the things that it has for itself (`exclusive`) before its end. */
  readonly free: (thing: string) => void;
}

/** A tool or service that steps need; probed once for all of them, by preflight and by `acgs doctor`. */
export interface Tool {
  readonly id: string;
  readonly title: string;
  /** Its version and state. @throws AcgsError saying how to get it, e.g. `tool/missing`, `engine/missing`. */
  probe(signal: AbortSignal): Promise<ToolFacts>;
}

export interface ToolFacts {
  readonly version?: string;
  readonly detail?: string;
}

/** Returned by `run` to end a step as skipped. */
export class Skipped {
  constructor(readonly reason: string) {}
}

/** Ends a step as skipped, e.g. `return skipped('this machine cannot run linux/arm64')`. */
export function skipped(reason: string): Skipped {
  return new Skipped(reason);
}

/** Named inputs of a work step, as JSON; each is hashed by itself, so that `acgs explain` can say which one changed. */
export type Fingerprint = Readonly<Record<string, unknown>>;

type Awaitable<T> = T | Promise<T>;

interface StepBody<
  W extends World,
  Id extends string,
  P extends Per,
  Needs extends readonly StepRef[],
  After extends readonly StepRef[],
  Out,
> {
  readonly id: Id;
  /** Imperative, for people: `Build the image`. */
  readonly title: string;
  readonly per: P;
  /** Steps that must have succeeded: if one is skipped, so is this one; if one fails, this one is cancelled. */
  readonly needs: Needs;
  /** Steps that come first if they take part; whether they were skipped does not matter, that they failed does. */
  readonly after?: After;
  /**
   * Schema of the output, which is the journal entry: plain JSON, paths relative to the project.
   * An output with a string `subject` says which image it speaks of: the runner refuses one that is not its service's.
   */
  readonly output: Schema<Out>;
  /** Only reads: runs in `--dry-run` too. */
  readonly readOnly?: true;

  /** Tools that must be there before anything runs. */
  requires?(place: Place<W, P>): readonly Tool[];
  /** Preflight beyond tools. All problems of all steps are collected. @throws AcgsError, or returns several. */
  check?(place: Place<W, P>, signal: AbortSignal): Promise<readonly AcgsError[] | undefined>;
  /** A reason to skip that is known before anything runs. */
  skip?(place: Place<W, P>): string | undefined;
  /** Every effect that `run` would have; reads only. */
  plan?(place: Place<W, P>): Awaitable<readonly PlannedEffect[]>;
  /** Names of things that only one step may use at a time, e.g. `push 127.0.0.1:5000`; asked whenever it could start. */
  exclusive?(place: Place<W, P>): readonly string[];
  /** It mostly waits for the engine: beside it, others may use the cores. */
  readonly waits?: true;
  /** Milliseconds after which the step fails with `run/timeout`. */
  timeoutMs?(place: Place<W, P>): number | undefined;

  run(inputs: Inputs<P, Needs, After>, scope: Scope<W, P>): Promise<NoInfer<Out> | Skipped>;
  /** A gate: the output is kept and journaled, and an error returned here refuses (exit 3) or fails it all the same. */
  judge?(out: NoInfer<Out>, place: Place<W, P>): AcgsError | undefined;
  /** Cleans up after a `run` that failed or was stopped; has two seconds. */
  undo?(inputs: Inputs<P, Needs, After>, scope: Scope<W, P>): Promise<void>;
  /**
   * An imported result is checked again, digests first; what is returned takes its place.
   * @throws AcgsError if it cannot be trusted here
   */
  recheck?(
    out: NoInfer<Out>,
    inputs: Inputs<P, Needs, After>,
    scope: Scope<W, P>,
  ): Promise<NoInfer<Out> | undefined>;
}

/** Work steps know their inputs; effect steps ask their destination. No step does both. */
type NotTwice<
  W extends World,
  P extends Per,
  Needs extends readonly StepRef[],
  After extends readonly StepRef[],
  Out,
> =
  | {
      /** Equal to that of the last success, and `outputsThere`: the step is `fresh`. */
      fingerprint?(inputs: Inputs<P, Needs, After>, scope: Scope<W, P>): Awaitable<Fingerprint>;
      /** Whether what the last success made is still there, digests compared. Default: yes. */
      outputsThere?(out: NoInfer<Out>, inputs: Inputs<P, Needs, After>, scope: Scope<W, P>): Promise<boolean>;
      readonly done?: never;
    }
  | {
      /** The output, if the destination holds the very effect already: the step is `done`. */
      done?(inputs: Inputs<P, Needs, After>, scope: Scope<W, P>): Promise<NoInfer<Out> | undefined>;
      readonly fingerprint?: never;
      readonly outputsThere?: never;
    };

/** A step of the pipeline: a stateless object. */
export type Step<
  W extends World,
  Id extends string,
  P extends Per,
  Needs extends readonly StepRef[],
  After extends readonly StepRef[],
  Out,
> = StepBody<W, Id, P, Needs, After, Out> & NotTwice<W, P, Needs, After, Out>;

type AnyInputs = Readonly<Record<string, unknown>>;

/** Any step, as the runner handles it: the types of its inputs and output are its own business. */
export interface AnyStep<W extends World> extends StepRef {
  readonly title: string;
  readonly needs: readonly StepRef[];
  readonly after?: readonly StepRef[];
  readonly readOnly?: true;
  requires?(place: Place<W>): readonly Tool[];
  check?(place: Place<W>, signal: AbortSignal): Promise<readonly AcgsError[] | undefined>;
  skip?(place: Place<W>): string | undefined;
  plan?(place: Place<W>): Awaitable<readonly PlannedEffect[]>;
  exclusive?(place: Place<W>): readonly string[];
  readonly waits?: true;
  timeoutMs?(place: Place<W>): number | undefined;
  run(inputs: AnyInputs, scope: Scope<W>): Promise<unknown>;
  judge?(out: unknown, place: Place<W>): AcgsError | undefined;
  undo?(inputs: AnyInputs, scope: Scope<W>): Promise<void>;
  recheck?(out: unknown, inputs: AnyInputs, scope: Scope<W>): Promise<unknown>;
  fingerprint?(inputs: AnyInputs, scope: Scope<W>): Awaitable<Fingerprint>;
  outputsThere?(out: unknown, inputs: AnyInputs, scope: Scope<W>): Promise<boolean>;
  done?(inputs: AnyInputs, scope: Scope<W>): Promise<unknown>;
}

/**
 * Makes the function that defines steps of one world; all other types are inferred:
 * `const defineStep = stepDefiner<Release>(); export const build = defineStep({ id: 'build', … })`.
 */
export function stepDefiner<W extends World>() {
  return <
    const Id extends string,
    const P extends Per,
    const Needs extends readonly StepRef[],
    Out,
    const After extends readonly StepRef[] = readonly [],
  >(
    step: Step<W, Id, P, Needs, After, Out>,
  ): Step<W, Id, P, Needs, After, Out> => step;
}
