import { AcgsError } from '../model/errors.js';
import { type Problem } from './diagnose.js';

/** In the order of the file, but unknown keys first: a slip in a name is often why another key is missing. */
export function firstProblem(name: string, problems: readonly Problem[]): AcgsError {
  const rank = (problem: Problem): number => (problem.code === 'config/unknown-key' ? 0 : 1);
  const [first, ...others] = [...problems].sort(
    (a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column,
  );
  return first === undefined
    ? new AcgsError('internal/bug', `${name} was refused without a reason`)
    : errorOf(name, [first, ...others]);
}

/**
 * The first problem as the error; the others, if any, are its `output`.
 */
function errorOf(name: string, problems: readonly [Problem, ...Problem[]]): AcgsError {
  const [first, ...others] = problems;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return new AcgsError(first.code, `${first.message}${more}`, {
    file: name,
    line: first.line,
    column: first.column,
    ...(first.next.length === 0 ? {} : { next: first.next }),
    ...(others.length === 0
      ? {}
      : {
          output: others
            .slice(0, 20)
            .map((problem) => `${name}:${problem.line}:${problem.column}: ${problem.message}`)
            .join('\n'),
        }),
  });
}
