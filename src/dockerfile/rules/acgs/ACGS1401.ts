import { runtimeCheck } from '../fixes/runtime-check.js';
import { type Rule } from '../rule.js';
import { baseImage, finalStage, imageText, lineage } from '../shared/base-image.js';
import { missingPrograms } from '../shared/missing-programs.js';

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
        const check = lineage(stage)
          .flatMap(({ instructions }) => instructions)
          .findLast(({ keyword }) => keyword === 'HEALTHCHECK');
        if (!check || check.argsText.toUpperCase() === 'NONE') return;
        for (const { name, span } of missingPrograms(context, stage, check)) {
          context.report(span, `\`${imageText(image)}\` has no \`${name}\`, so this check always fails`, {
            owner: check,
            fix: () => runtimeCheck(check, image),
          });
        }
      },
    };
  },
};
