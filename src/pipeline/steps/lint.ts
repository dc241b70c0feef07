import { z } from 'zod';
import { findShellcheck, lintSources } from '../../actions/lint/lint-sources.js';
import { type Finding } from '../../model/finding.js';
import { AcgsError } from '../../model/errors.js';
import { lintOptionsOf } from '../lint-options-of.js';
import { dockerfileName, serviceSource } from '../service-source.js';
import { defineStep } from '../world.js';

const findingSchema = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
  level: z.enum(['error', 'warning', 'info', 'style']),
  code: z.string(),
  message: z.string(),
  counts: z.boolean(),
});

const LEVELS = ['style', 'info', 'warning', 'error'] as const;

/** Checks the Dockerfile, and that no private key would be sent with the context. */
export const lint = defineStep({
  id: 'lint',
  title: 'Lint the Dockerfile',
  per: 'service',
  needs: [],
  readOnly: true,
  output: z.object({ findings: z.array(findingSchema) }),
  async run(_inputs, { run, service, signal, emit }) {
    const source = await serviceSource(run, service, signal);
    const file = dockerfileName(run, service);
    const warn = (message: string): void => {
      emit.warning(message);
    };
    const options = await lintOptionsOf(run, service, file, source, warn);
    const shellcheck = findShellcheck(run.configuration.lint?.shellcheck ?? 'auto');
    const { results, problems } = await lintSources([{ parse: () => source.dockerfile, options }], {
      shellcheck,
      signal,
    });
    problems.forEach(warn);
    const all = results.flatMap(({ findings }) => findings.map(plain));
    all.forEach((finding) => {
      emit.finding(finding);
    });
    return { findings: all };
  },
  judge({ findings }, { run, service }) {
    const threshold = run.configuration.lint?.failOn ?? 'error';
    if (threshold === 'none') return undefined;
    const blocking = findings.filter(
      ({ counts, level }) => counts && LEVELS.indexOf(level) >= LEVELS.indexOf(threshold),
    );
    const [first] = blocking;
    if (first === undefined) return undefined;
    const more = blocking.length > 1 ? `, and ${blocking.length - 1} more` : '';
    return new AcgsError('lint/refused', `${first.code}: ${first.message}${more}`, {
      file: first.file,
      line: first.line,
      column: first.column,
      next: [`run \`acgs dockerfile lint ${first.file}\` to see all findings of ${service.name}`],
    });
  },
});

/** A private key in the context refuses the build even where rules of ours are only shown. */
const ALWAYS = 'ACGS1204';

function plain({ file, line, column, endLine, endColumn, level, code, message, counts }: Finding): Finding {
  return { file, line, column, endLine, endColumn, level, code, message, counts: counts || code === ALWAYS };
}
