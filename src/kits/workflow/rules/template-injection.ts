import { type Node } from 'yaml';
import { type StepPart } from '../workflow-file.js';
import { type WorkflowRule } from './rule.js';

const EXPRESSION = /\$\{\{((?:(?!\}\}).)*)\}\}/gs;
/** Expressions that hold text which the workflow’s author and GitHub alone decide, of a form that cannot be code. */
const HARMLESS =
  /^\s*(?:github\.(?:sha|run_id|run_number|run_attempt|repository_id|repository_owner_id|workspace|job)|runner\.(?:os|arch|temp)|strategy\.job-index)\s*$/;
const FROM_OUTSIDE =
  /github\.(?:event\.|head_ref|ref_name|ref\b)|inputs\.|steps\.|needs\.|matrix\.|secrets\.|env\.|vars\./;

/** Scripts of a step: `run`, and what actions/github-script is given. */
function scriptsOf({ run, uses, with: inputs }: StepPart): Node[] {
  const script = uses?.value.startsWith('actions/github-script@') === true ? inputs.get('script') : undefined;
  return [run, script].filter((node) => node !== undefined);
}

export const templateInjection: WorkflowRule = {
  id: 'template-injection',
  severity: 'error',
  title: 'Hand values to scripts by env, never by `${{ }}`',
  why: 'GitHub pastes the value of an expression into the script before the shell reads it: a branch called `$(curl …|sh)` runs. Put the value into the step’s `env` and write `"$NAME"` in the script.',
  check({ jobs, text }, report) {
    for (const node of jobs.flatMap(({ steps }) => steps).flatMap(scriptsOf)) {
      const [start, end] = node.range ?? [0, 0];
      for (const match of text.slice(start, end).matchAll(EXPRESSION)) {
        const inner = match[1] ?? '';
        if (HARMLESS.test(inner)) continue;
        const place = { start: start + match.index, end: start + match.index + match[0].length };
        const whose = FROM_OUTSIDE.test(inner) ? 'can hold text from outside, and' : 'is pasted:';
        report(place, `${inner.trim()} ${whose} the shell reads it as code; hand it over by env`);
      }
    }
  },
};
