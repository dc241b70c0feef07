import { argsSpan, argumentWords } from '../../parse/arguments.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Stage } from '../../parse/stages.js';
import { shipUser } from '../fixes/ship-user.js';
import { type Rule } from '../rule.js';
import { finalStage } from '../shared/base-image.js';

export const DL3002: Rule = {
  id: 'DL3002',
  family: 'hadolint',
  aliases: ['DS-0002', 'CIS-DI-0001'],
  since: '2026.11',
  severity: 'warning',
  title: 'The image should not run as root',
  why: `Whoever breaks out of a process that runs as root is root for everything the container can reach. Switch to root for the steps
that need it, then back; end with a numeric \`USER\`, so that Kubernetes' \`runAsNonRoot\` can check it.

A stage that does not ship is only remarked upon: its user never runs anything outside the build.`,
  bad: [
    'FROM alpine:3.22\nUSER root\n',
    'FROM alpine:3.22\nUSER 1000\nUSER 0:0\n',
    'FROM alpine:3.22 AS base\nUSER root\nFROM base\nRUN foo\n',
  ],
  good: ['FROM alpine:3.22\nUSER root\nRUN foo\nUSER 1000:1000\n', 'FROM alpine:3.22\nUSER nobody\n'],
  check(context) {
    const { graph, shipped, report, stageOf } = context;
    const last = new Map<Stage, Instruction>();
    return {
      USER(instruction) {
        const stage = stageOf(instruction);
        if (stage?.from) last.set(stage, instruction);
      },
      finish() {
        const overridden = new Set<Stage>();
        for (const stage of [...graph.stages].reverse()) {
          const user = last.get(stage);
          if (user && stage.parent) overridden.add(stage.parent);
          if (overridden.has(stage) && stage.parent) overridden.add(stage.parent);
          const name = user && argumentWords(user)[0]?.value;
          if (user === undefined || name === undefined || !/^(root|0)(:|$)/.test(name)) continue;
          const ships = shipped.has(stage) && !overridden.has(stage);
          const message = ships
            ? `the image runs as \`${name}\`; end with an unprivileged, numeric USER`
            : `stage ${stage.name ?? stage.index} ends as \`${name}\` (it does not ship like this)`;
          report(argsSpan(user), message, {
            owner: user,
            advisory: !ships,
            fix: () => (ships && stage === finalStage(context) ? shipUser(context, stage) : undefined),
          });
        }
      },
    };
  },
};
