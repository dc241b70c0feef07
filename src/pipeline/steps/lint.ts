import { z } from 'zod';
import { lintDockerfile } from '../../dockerfile/lint.js';
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
    const { findings } = lintDockerfile(source.text, lintOptionsOf(run, service, file, source));
    const all = [
      ...findings.map(plain),
      ...[...source.context.foreignKeys, ...source.otherKeys].map(({ path, label }) =>
        foreignKey(file, path, label),
      ),
    ];
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

function plain({ file, line, column, endLine, endColumn, level, code, message, counts }: Finding): Finding {
  return { file, line, column, endLine, endColumn, level, code, message, counts };
}

function foreignKey(file: string, path: string, label: string): Finding {
  return {
    ...{ file, line: 1, column: 1, endLine: 1, endColumn: 1, level: 'error', code: 'ACGS1002', counts: true },
    message: `the build context would send ${path}, which holds a private key (${label}): name it in .dockerignore`,
  };
}
