import { shipUser } from '../fixes/ship-user.js';
import { type Rule } from '../rule.js';
import { baseImage, finalStage, isNonRoot, lastUser, lineage, shortName } from '../shared/base-image.js';

/** Images known to run as root. */
const OFFICIAL =
  /^(scratch|debian|ubuntu|alpine|busybox|fedora|rockylinux|almalinux|amazonlinux|python|node|golang|rust|ruby|php|openjdk|eclipse-temurin|nginx|httpd|gcr\.io\/distroless\/.*)$/;

export const ACGS1403: Rule = {
  id: 'ACGS1403',
  family: 'acgs',
  aliases: ['DS-0002', 'CIS-DI-0001'],
  since: '2026.11',
  severity: 'warning',
  title: 'The image that ships should not run as root',
  why: `Nothing in the stage that ships sets a user, and the base image runs as root. End with a numeric \`USER\`, such as \`USER 1000:1000\`; a user entry in
\`/etc/passwd\` is not needed.`,
  bad: [
    'FROM debian:13\nCMD ["app"]\n',
    'FROM golang:1.25 AS build\nUSER 1000\nFROM alpine:3.22\nCMD ["app"]\n',
  ],
  good: [
    'FROM debian:13\nUSER 1000:1000\nCMD ["app"]\n',
    'FROM gcr.io/distroless/static-debian12:nonroot\nCMD ["app"]\n',
    'FROM alpine:3.22 AS base\nUSER 1000\nFROM base\nCMD ["app"]\n',
    'FROM team/app:1\nCMD ["app"]\n',
    'FROM debian:13\nRUN true\n',
  ],
  check(context) {
    return {
      finish() {
        const stage = finalStage(context);
        const image = stage && baseImage(context, stage);
        if (!stage?.from || !image || lastUser(stage) || isNonRoot(image) || !OFFICIAL.test(shortName(image)))
          return;
        // Without a command the image is a base for others, which set the user.
        const runs = lineage(stage).some(({ instructions }) =>
          instructions.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT'),
        );
        if (!runs) return;
        context.report(stage.from, 'the image runs as root: no USER is set and the base has none', {
          fix: () => shipUser(context, stage),
        });
      },
    };
  },
};
