import { operands } from '../../shell/shell-command.js';
import { type Rule } from '../rule.js';
import { eachCommand, quoteList } from '../shared/each-command.js';

const VERBS = new Set(['install', 'get', 'run']);
/** go options whose value is the next word. */
const TAKING_VALUE = new Set([
  '-tags',
  '-ldflags',
  '-gcflags',
  '-exec',
  '-o',
  '-C',
  '-p',
  '-mod',
  '-modfile',
]);

export const DL3062: Rule = {
  id: 'DL3062',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the versions of go packages',
  why: `\`go install path\` and \`go run path\` take whatever is newest. Write \`path@v1.2.3\`.`,
  bad: [
    'FROM golang:1.25\nRUN go install example.com/tool\n',
    'FROM golang:1.25\nRUN go get example.com/tool@latest\n',
    'FROM golang:1.25\nRUN go run example.com/tool@latest\n',
  ],
  good: [
    'FROM golang:1.25\nRUN go install example.com/tool@v1.2.3\n',
    'FROM golang:1.25\nRUN go install ./cmd/app\n',
    'FROM golang:1.25\nRUN go run example.com/tool@v1 --flag value\n',
    'FROM golang:1.25\nRUN go run main.go\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      const [verb, ...rest] = command.name === 'go' ? operands(command, TAKING_VALUE) : [];
      if (!verb || !VERBS.has(verb.value)) return;
      // What follows the package of `go run` goes to the program.
      const packages = verb.value === 'run' ? rest.slice(0, 1) : rest;
      const loose = packages.filter(({ value }) => isLoose(value));
      const [first] = loose;
      if (first)
        context.report(
          first.span,
          `name the version of ${quoteList(loose.map((word) => word.value))} (path@v1.2.3)`,
        );
    });
  },
};

function isLoose(path: string): boolean {
  if (/^(\.|\/)/.test(path) || path.endsWith('.go')) return false;
  return !path.includes('@') || /@(latest|none)$/.test(path);
}
