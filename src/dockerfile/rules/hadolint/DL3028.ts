import { hasArgument, operands } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand, quoteList } from '../shared/each-command.js';

/** gem options whose value is the next word. */
const TAKING_VALUE = new Set([
  '--install-dir',
  '-i',
  '-n',
  '--bindir',
  '-s',
  '--source',
  '-P',
  '--trust-policy',
  '-r',
  '-p',
  '--http-proxy',
]);

export const DL3028: Rule = {
  id: 'DL3028',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the versions of gems',
  why: `Without a version the same Dockerfile installs something else next week. Write \`gem install name:version\`, or install from a \`Gemfile.lock\`.`,
  bad: ['FROM ruby:3.4\nRUN gem install rails\n'],
  good: [
    'FROM ruby:3.4\nRUN gem install -g Gemfile\n',
    'FROM ruby:3.4\nRUN gem install rails:8.0.1\n',
    'FROM ruby:3.4\nRUN gem install rails -v 8.0.1\n',
    'FROM ruby:3.4\nRUN gem install rails --version=8.0.1 -- --with-x y\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      if (command.name !== 'gem' || !hasArgument(command, 'install', 'i')) return;
      // What follows `--` goes to the gem's own build.
      const end = command.args.findIndex(({ value }) => value === '--');
      const own = end === -1 ? command : { ...command, args: command.args.slice(0, end) };
      if (own.args.some(({ value }) => /^(-v|--version)(=|$)/.test(value))) return;
      // A Gemfile and its lock have the versions.
      if (own.args.some(({ value }) => /^(-g|--file)(=|$)/.test(value))) return;
      const loose = operands(own, TAKING_VALUE).filter(
        ({ value }) =>
          value !== 'install' && value !== 'i' && !value.includes(':') && !value.endsWith('.gem'),
      );
      const [first] = loose;
      if (first)
        context.report(
          first.span,
          `name the version of ${quoteList(loose.map((word) => word.value))} (name:version)`,
        );
    });
  },
};
