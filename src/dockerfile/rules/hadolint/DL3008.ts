import { type Rule } from '../rule.js';
import { aptPackages, isAptGetInstall, isAptPinned } from '../shared/apt.js';
import { eachCommand, quoteList } from '../shared/each-command.js';

export const DL3008: Rule = {
  id: 'DL3008',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the versions of apt packages',
  why: `Without a version the same Dockerfile installs something else next week. Write \`package=version\`; a glob such as \`curl=7.88.*\`
leaves room for security updates. Debian drops old versions from its mirrors: a dated snapshot
(\`snapshot.debian.org\` with \`SOURCE_DATE_EPOCH\`) and a digest-pinned base give the same repeatability with less work, and then this
rule may be ignored with that reason.`,
  bad: [
    'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl\n',
    'FROM debian:12\nRUN apt-get -y install git=1:2.39.* curl\n',
  ],
  good: [
    'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl=7.88.1-10\n',
    'FROM debian:12\nRUN apt-get install -y ./local.deb\n',
    'FROM debian:12\nRUN apt-get install -y -t bookworm-backports curl=8.*\n',
  ],
  check: (context) =>
    eachCommand(context, (command) => {
      if (!isAptGetInstall(command)) return;
      const loose = aptPackages(command).filter((word) => !isAptPinned(word));
      const [first] = loose;
      if (first)
        context.report(
          first.span,
          `name the version of ${quoteList(loose.map((word) => word.value))} (package=version)`,
        );
    }),
};
