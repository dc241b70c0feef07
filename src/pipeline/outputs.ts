import { type RunRecord, type StepOutcome, succeeded } from './outcome.js';
import { type StepRef } from './step.js';

/** The outputs of one service's steps (and of the whole run's), typed by the step that made them. */
export class Outputs {
  constructor(
    private readonly record: RunRecord,
    private readonly service: string,
  ) {}

  /** The output of a step of the run or the service, if it has one: a refusing gate's too. */
  of<Out>(step: StepRef<Out>): Out | undefined {
    return read(
      step,
      this.outcomes(step).find(({ output }) => output !== undefined),
    );
  }

  /** The outputs of a step of each platform, by platform. */
  byPlatform<Out>(step: StepRef<Out>): ReadonlyMap<string, Out> {
    const all = new Map<string, Out>();
    for (const outcome of this.outcomes(step)) {
      const output = read(step, outcome);
      if (output !== undefined && outcome.key.platform !== undefined) all.set(outcome.key.platform, output);
    }
    return all;
  }

  /** Whether a step came to a good end for all its instances here. */
  succeeded(step: { readonly id: string }): boolean {
    const outcomes = this.outcomes(step);
    return outcomes.length > 0 && outcomes.every(({ status }) => succeeded(status));
  }

  /** How the instances of a step ended here. */
  outcomes(step: { readonly id: string }): readonly StepOutcome[] {
    return this.record.outcomes.filter(
      ({ key }) => key.step === step.id && (key.service === undefined || key.service === this.service),
    );
  }
}

function read<Out>(step: StepRef<Out>, outcome: StepOutcome | undefined): Out | undefined {
  return outcome?.output === undefined ? undefined : step.output.parse(outcome.output);
}
