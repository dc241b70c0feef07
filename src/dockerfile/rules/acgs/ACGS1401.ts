import { argumentWords } from '../../parse/arguments.js';
import { readCopy } from '../../parse/copy.js';
import { type Instruction } from '../../parse/nodes.js';
import { type ShellWord } from '../../shell/shell-command.js';
import { runtimeCheck } from '../fixes/runtime-check.js';
import { type RuleContext, type Rule } from '../rule.js';
import { baseImage, finalStage, imageText, lineage } from '../shared/base-image.js';
import { systemPackages } from '../shared/installs.js';
import { lacksProgram } from '../shared/programs.js';

export const ACGS1401: Rule = {
  id: 'ACGS1401',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'The health check calls a program that the image lacks',
  why: `The check fails for ever, so the engine reports the container as unhealthy (and some restart it), although the application works. Slim images
have no \`curl\` and no \`wget\`, Alpine has only \`wget\`, distroless images have neither, nor a shell. Let the application's own runtime ask:
\`["python", "-c", "…urllib.request…"]\`, \`["node", "-e", "fetch(…)"]\`, or a \`--health\` option of its own.`,
  bad: [
    'FROM python:3.13-slim\nHEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1\n',
    'FROM alpine:3.22\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]\n',
    'FROM gcr.io/distroless/static-debian12\nHEALTHCHECK CMD ["wget", "-q", "http://localhost/"]\n',
  ],
  good: [
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl=8.*\nHEALTHCHECK CMD curl -f http://localhost/\n',
    'FROM python:3.13\nHEALTHCHECK CMD curl -f http://localhost/\n',
    'FROM alpine:3.22\nHEALTHCHECK CMD wget -qO- http://localhost/\n',
    'FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "-c", "0"]\n',
    'FROM alpine:3.22\nCOPY --from=tools:1 /curl /usr/bin/curl\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]\n',
    'FROM team/app:1\nHEALTHCHECK CMD curl -f http://localhost/\n',
  ],
  check(context) {
    return {
      finish() {
        const stage = finalStage(context);
        const image = stage && baseImage(context, stage);
        if (!stage || !image) return;
        const steps = lineage(stage).flatMap(({ instructions }) => instructions);
        const check = steps.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
        if (!check || check.argsText.toUpperCase() === 'NONE') return;
        for (const { name, span } of programs(context, check)) {
          if (lacksProgram(image, name) && !isAdded(context, steps, name))
            context.report(span, `\`${imageText(image)}\` has no \`${name}\`, so this check always fails`, {
              owner: check,
              fix: () => runtimeCheck(check, image),
            });
        }
      },
    };
  },
};

function programs(
  context: RuleContext,
  check: Instruction,
): { name: string; span: { start: number; end: number } }[] {
  const [, first] = argumentWords(check);
  if (first?.raw.startsWith('[')) {
    const name = /^\[\s*"([^"]*)"/.exec(check.logical.text.slice(first.at.start, check.args.end))?.[1];
    return name === undefined ? [] : [{ name: name.replace(/^.*\//, ''), span: first.span }];
  }
  return context
    .shell(check)
    .commands.map(({ name, nameSpan }) => ({ name: name.replace(/^.*\//, ''), span: nameSpan }));
}

/** Installed, copied or written by an earlier step, as far as its text tells. */
function isAdded(context: RuleContext, steps: readonly Instruction[], name: string): boolean {
  return steps.some((step) => {
    if (step.keyword === 'COPY' || step.keyword === 'ADD') {
      const { sources, destination } = readCopy(step);
      return [...sources, ...(destination ? [destination] : [])].some(
        ({ value }) =>
          value.endsWith(`/${name}`) ||
          value === name ||
          /^\/(usr\/)?(local\/)?bin\/?$/.test(value) ||
          value === '/',
      );
    }
    if (step.keyword !== 'RUN') return false;
    return context
      .shell(step)
      .commands.some(
        (command) =>
          systemPackages(command).some((word) => provides(word, name)) ||
          command.args.some(({ value }) => value.endsWith(`bin/${name}`)),
      );
  });
}

function provides(word: ShellWord & { readonly name: string }, program: string): boolean {
  if (word.value.includes('$')) return true;
  return (
    word.name === program ||
    (program === 'nc' && /^(netcat|nmap-ncat|ncat|busybox)/.test(word.name)) ||
    (program === 'wget' && word.name === 'busybox')
  );
}
