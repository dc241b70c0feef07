import { assume } from '../../dockerfile/scaffold/assume.js';
import { detect } from '../../dockerfile/scaffold/detect.js';
import { type Detected } from '../../dockerfile/scaffold/detected.js';
import { type Project } from '../../dockerfile/scaffold/project.js';
import { STACK_IDS, type StackId } from '../../dockerfile/scaffold/stacks.js';
import { AcgsError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import { type AnswerSource } from '../../model/scaffolding.js';
import { type Ask } from './settle-answers.js';

/**
 * The stack that a flag names, or what the folder tells, or what the user says when asked.
 * @throws AcgsError `usage/invalid` for a stack that is none; `source/not-found` where nothing tells and nobody is there
 */
export async function chooseStack(
  project: Project,
  said: string | undefined,
  ask: Ask | undefined,
): Promise<{ readonly detected: Detected; readonly from: AnswerSource }> {
  const found = detect(project);
  if (said !== undefined) return { detected: named(said, project, found), from: 'flag' };
  const [first] = found;
  if (first !== undefined) return { detected: first, from: 'detected' };
  const answer = await ask?.(`Which stack? ${STACK_IDS.join(', ')}`, undefined);
  if (answer !== undefined && answer !== '')
    return { detected: named(answer, project, found), from: 'asked' };
  throw new AcgsError('source/not-found', 'nothing in this folder tells what it is made of', {
    next: [`say it: --stack ${STACK_IDS.join(', ')}`],
  });
}

function named(said: string, project: Project, found: readonly Detected[]): Detected {
  const stack = STACK_IDS.find((id) => id === said);
  if (stack === undefined) {
    const near = nearest(said, STACK_IDS);
    throw new AcgsError('usage/invalid', `there is no stack "${said}"`, {
      next: [near === undefined ? `choose one: ${STACK_IDS.join(', ')}` : `did you mean "${near}"?`],
    });
  }
  return found.find((one) => one.stack === stack) ?? beside(stack, project, found);
}

/** What was seen of the same language still tells how the service starts and where it listens. */
function beside(stack: StackId, project: Project, found: readonly Detected[]): Detected {
  const assumed = assume(stack, project.folder);
  const other = found.find(({ details }) => details.language === assumed.details.language);
  if (other === undefined) return assumed;
  const { command, port, portVariable, env, version, name } = { ...assumed, ...other };
  return {
    ...assumed,
    name,
    version: stack === 'node-bun' ? assumed.version : version,
    ...(command === undefined ? {} : { command }),
    ...(port === undefined ? {} : { port }),
    ...(portVariable === undefined ? {} : { portVariable }),
    ...(env === undefined ? {} : { env }),
  };
}
