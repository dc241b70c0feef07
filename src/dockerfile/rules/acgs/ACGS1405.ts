import { argumentWords } from '../../parse/arguments.js';
import { type Rule } from '../rule.js';
import { finalStage, isRoot, lastUser, lineage } from '../shared/base-image.js';

export const ACGS1405: Rule = {
  id: 'ACGS1405',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'info',
  title: 'An unprivileged user and a privileged port',
  why: `Ports below 1024 need a capability that hardened clusters take away (Docker itself allows them by default). Listen above 1024 and let the service
or the ingress map the port.`,
  bad: ['FROM nginx:1.29\nEXPOSE 80\nUSER 101\n'],
  good: ['FROM nginx:1.29\nEXPOSE 8080\nUSER 101\n', 'FROM nginx:1.29\nEXPOSE 80\n'],
  check(context) {
    return {
      finish() {
        const stage = finalStage(context);
        const user = stage && lastUser(stage)?.user;
        if (!stage || user === undefined || isRoot(user)) return;
        for (const expose of lineage(stage).flatMap(({ instructions }) =>
          instructions.filter(({ keyword }) => keyword === 'EXPOSE'),
        )) {
          for (const { value, span } of argumentWords(expose)) {
            const port = Number(/^\d+/.exec(value)?.[0] ?? 1024);
            if (port > 0 && port < 1024)
              context.report(span, `port ${port} is privileged, and the user is \`${user}\``, {
                owner: expose,
              });
          }
        }
      },
    };
  },
};
