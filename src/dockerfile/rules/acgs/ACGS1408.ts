import { argsSpan, listArguments } from '../../parse/arguments.js';
import { type Rule } from '../rule.js';

const SYSTEM =
  /^\/(bin|boot|dev|etc|lib|lib64|proc|root|sbin|sys|usr|usr\/(bin|lib|sbin)|var|var\/run|run)\/?$/;

export const ACGS1408: Rule = {
  id: 'ACGS1408',
  family: 'acgs',
  aliases: ['DS-0030', 'DKL-DI-0002'],
  since: '2026.11',
  severity: 'warning',
  title: 'Do not work in a system folder',
  why: `WORKDIR or VOLUME on a folder of the system mixes the application with it; a volume there hides what the image brings, or gives the host's to the container.`,
  bad: ['FROM debian:13\nWORKDIR /etc\n', 'FROM debian:13\nVOLUME /proc\n'],
  good: ['FROM debian:13\nWORKDIR /app\n', 'FROM debian:13\nVOLUME ["/var/lib/app"]\n'],
  check: ({ report }) => ({
    WORKDIR(instruction) {
      const path = instruction.argsText.replace(/^["']|["']$/g, '');
      if (SYSTEM.test(path)) report(argsSpan(instruction), `\`${path}\` is a folder of the system`);
    },
    VOLUME(instruction) {
      for (const { value, span } of listArguments(instruction))
        if (SYSTEM.test(value)) report(span, `\`${value}\` is a folder of the system`);
    },
  }),
};
