import { argsSpan, argumentWords, execItems } from '../../parse/arguments.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Rule } from '../rule.js';
import { baseImage, imageText, isShellLess, lineage } from '../shared/base-image.js';

export const ACGS1402: Rule = {
  id: 'ACGS1402',
  family: 'acgs',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'A shell-less image cannot run the shell form',
  why: `The shell form of RUN, CMD, ENTRYPOINT and HEALTHCHECK is run by \`/bin/sh\`, which this base image does not have: the build or the container fails
with "no such file". Use the JSON form with the program itself.`,
  bad: [
    'FROM gcr.io/distroless/static-debian12\nCOPY app /app\nENTRYPOINT /app\n',
    'FROM scratch\nCOPY app /app\nCMD /app --serve\n',
    'FROM cgr.dev/chainguard/python:latest\nRUN pip install x\n',
  ],
  good: [
    'FROM gcr.io/distroless/static-debian12\nENTRYPOINT ["/app"]\n',
    'FROM gcr.io/distroless/static-debian12:debug\nCMD /app\n',
    'FROM debian:13\nCMD app\n',
    'FROM scratch\nADD rootfs.tar.xz /\nRUN apt-get update\n',
  ],
  onbuild: 'none',
  check(context) {
    const inspect = (instruction: Instruction): void => {
      if (execItems(instruction) || instruction.argsText === '' || context.shellInForce(instruction).explicit)
        return;
      if (instruction.keyword === 'HEALTHCHECK') {
        const [kind, command] = argumentWords(instruction);
        if (kind?.value.toUpperCase() !== 'CMD' || command?.raw.startsWith('[')) return;
      }
      const stage = context.stageOf(instruction);
      const image = stage && baseImage(context, stage);
      if (
        !stage ||
        !image ||
        !isShellLess(image) ||
        lineage(stage).some(({ instructions }) => instructions.some(bringsShell))
      )
        return;
      context.report(
        argsSpan(instruction),
        `\`${imageText(image)}\` has no shell; write ${instruction.keyword} as a JSON list`,
      );
    };
    return { RUN: inspect, CMD: inspect, ENTRYPOINT: inspect, HEALTHCHECK: inspect };
  },
};

/** A root file system, a shell, or a whole folder that may hold one. */
function bringsShell({ keyword, argsText }: Instruction): boolean {
  return (
    keyword === 'ADD' ||
    (keyword === 'COPY' && /(\/bin\b|busybox|\brootfs|\bsh\b|\s\/["\]]*$)/.test(argsText))
  );
}
