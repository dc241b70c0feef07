import { type Rule } from '../rule.js';
import { eachCommand, quoteList } from '../shared/each-command.js';
import { isPipInstall, isPipxInstall, pipPackages, pipPinnedBy } from '../shared/pip.js';

export const DL3013: Rule = {
  id: 'DL3013',
  family: 'hadolint',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'Name the versions of pip packages',
  why: `Without a version the same Dockerfile installs something else next week. Write \`package==version\`, better a requirements file with
hashes (\`pip install --require-hashes -r requirements.txt\`): it also pins what the packages depend on.`,
  bad: [
    'FROM python:3.13\nRUN pipx install poetry\n',
    'FROM python:3.13\nRUN pip install flask\n',
    'FROM python:3.13\nRUN python3 -m pip install --upgrade pip\n',
    'FROM python:3.13\nRUN pip install git+https://example.com/x.git\n',
  ],
  good: [
    'FROM python:3.13\nRUN pipx install --python python3.12 poetry==2.1.0\n',
    'FROM python:3.13\nRUN pip install flask==3.1.0\n',
    'FROM python:3.13\nRUN pip install -r requirements.txt\n',
    'FROM python:3.13\nRUN pip install --index-url https://example.com "flask>=3"\n',
    'FROM python:3.13\nRUN pip install .\n',
    'FROM python:3.13\nRUN pip install --requirement=requirements.txt flask\n',
  ],
  check(context) {
    return eachCommand(context, (command) => {
      if (!isPipInstall(command) && !isPipxInstall(command)) return;
      const loose = pipPackages(command).filter((word) => !pipPinnedBy(word.value));
      const [first] = loose;
      if (first)
        context.report(
          first.span,
          `name the version of ${quoteList(loose.map((word) => word.value))} (package==version), or use a requirements file`,
        );
    });
  },
};
