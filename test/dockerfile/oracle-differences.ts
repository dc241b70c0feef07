/** Where acgs and hadolint 2.15 judge a Dockerfile differently on purpose. docs/rules/differences-from-hadolint.md is this table. */
export interface Difference {
  readonly code: string;
  /** Who reports it. */
  readonly only: 'acgs' | 'hadolint';
  readonly reason: string;
  /** Which of our example files show it. */
  readonly shows: (dockerfile: string) => boolean;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    code: 'DL1000',
    only: 'hadolint',
    reason:
      'hadolint cannot read the file (a here-document without an empty line after it, `RUN --mount` without a target, an unknown flag or instruction, `EXPOSE ${PORT:-80}`, a one-letter relative WORKDIR) and reports nothing else; acgs reads it and runs every rule.',
    shows: () => true,
  },
  {
    code: 'DL1000',
    only: 'acgs',
    reason: 'The builder refuses the line: a here-document without an end, or a wrong escape directive.',
    shows: (text) => /<<|escape=/.test(text),
  },
  {
    code: 'DL3002',
    only: 'acgs',
    reason:
      'Quotes around the user (`USER "root"`) are removed, as the builder does. A stage that does not ship is shown, but never fails a run.',
    shows: (text) => /USER ["']/.test(text),
  },
  {
    code: 'DL3009',
    only: 'acgs',
    reason: 'Deleting some other folder under /var does not delete the apt lists.',
    shows: (text) => /rm -rf \/var\/cache/.test(text),
  },
  {
    code: 'DL3010',
    only: 'acgs',
    reason: '`tar xf` without a dash, `gzip -d`, and archives renamed while copied are seen too.',
    shows: (text) => /tar x|gzip -d/.test(text),
  },
  {
    code: 'DL3013',
    only: 'hadolint',
    reason: '`--requirement=FILE`, archives and options with a value of their own are understood.',
    shows: (text) => /--requirement=|\.zip|\.tar\b/.test(text),
  },
  {
    code: 'DL3013',
    only: 'acgs',
    reason: 'A local folder on the line does not excuse a package without a version beside it.',
    shows: (text) => /pip install.* \./.test(text),
  },
  {
    code: 'DL3016',
    only: 'hadolint',
    reason: '`.`, `..` and `file:` are local folders.',
    shows: (text) => /npm install (\.|file:)/.test(text),
  },
  {
    code: 'DL3020',
    only: 'hadolint',
    reason:
      'What a variable holds (`ADD $SOURCE /`) may be a URL or an archive; git and ftp URLs need ADD, and zstd archives are unpacked too.',
    shows: (text) => /ADD (\$|git|ftp)|\.zst/.test(text),
  },
  {
    code: 'DL3022',
    only: 'hadolint',
    reason: 'Stage names are compared without regard to case, as the builder does.',
    shows: (text) => /--from=[A-Z0-9]/.test(text),
  },
  {
    code: 'DL3024',
    only: 'acgs',
    reason: 'Stage names are compared without regard to case, as the builder does.',
    shows: (text) => /AS [A-Z]/.test(text),
  },
  {
    code: 'DL3028',
    only: 'hadolint',
    reason: '`--version=1` is a version, a `.gem` file has one.',
    shows: (text) => /-v=|\.gem/.test(text),
  },
  {
    code: 'DL3032',
    only: 'hadolint',
    reason: 'A cache mount on /var/cache/yum keeps the layer clean.',
    shows: (text) => /--mount=type=cache,target=\/var\/cache\/yum/.test(text),
  },
  {
    code: 'DL3032',
    only: 'acgs',
    reason: 'Deleting some other folder does not delete the cache of yum.',
    shows: (text) => /rm -rf/.test(text),
  },
  {
    code: 'DL3040',
    only: 'acgs',
    reason: 'Deleting some other folder does not delete the cache of dnf.',
    shows: (text) => /rm -rf/.test(text),
  },
  {
    code: 'DL3040',
    only: 'hadolint',
    reason: 'A cache mount on /var/cache/dnf (dnf 4) keeps the layer clean.',
    shows: (text) => /--mount=type=cache,target=\/var\/cache\/dnf/.test(text),
  },
  {
    code: 'DL3042',
    only: 'hadolint',
    reason:
      'ENV set in a stage holds for what ONBUILD defers, too; a mount on /root/.cache holds the cache of pip.',
    shows: (text) => /ONBUILD|\.cache/.test(text),
  },
  {
    code: 'DL3044',
    only: 'hadolint',
    reason: 'Single quotes and escapes keep a variable from being expanded.',
    shows: (text) => /='|\\\$/.test(text),
  },
  {
    code: 'DL3046',
    only: 'acgs',
    reason: '`--uid` in every spelling.',
    shows: (text) => /--uid|-u\d/.test(text),
  },
  {
    code: 'DL3048',
    only: 'acgs',
    reason: 'A key must end in a letter or digit wherever it stands.',
    shows: (text) => /LABEL/.test(text),
  },
  {
    code: 'DL3049',
    only: 'hadolint',
    reason: 'A stage that others build on and complete is not the image.',
    shows: (text) => /FROM/.test(text),
  },
  {
    code: 'DL3054',
    only: 'hadolint',
    reason: 'SPDX expressions (`MIT OR Apache-2.0`) are what the OCI label holds.',
    shows: (text) => / OR | AND | WITH |\+/.test(text),
  },
  {
    code: 'DL3062',
    only: 'hadolint',
    reason: '`go run main.go` runs a local file; options with a value of their own are understood.',
    shows: (text) => /\.go\b|-tags|-exec/.test(text),
  },
  {
    code: 'DL3064',
    only: 'hadolint',
    reason:
      'A name that ends in _FILE, _PATH, _DIR or _NAME says where a secret is, and holds none; a tokenizer and a secretary are no secrets.',
    shows: (text) => /_(FILE|PATH|DIR|NAME)\b|tokenizer|secretary/i.test(text),
  },
  {
    code: 'DL3065',
    only: 'acgs',
    reason: 'Quotes around the value change nothing.',
    shows: (text) => /platform="/.test(text),
  },
  {
    code: 'DL3066',
    only: 'hadolint',
    reason: 'A variable whose ARG or ENV has a number by default is a number.',
    shows: (text) => /USER \$/.test(text),
  },
  {
    code: 'DL4006',
    only: 'hadolint',
    reason:
      '`set -o pipefail` in the script of a shell that has it, ksh, shells by any path, and a SHELL inherited from another stage are understood; `# hadolint shell=powershell` is obeyed.',
    shows: (text) => /pipefail|shell=/.test(text),
  },
  {
    code: 'DL3006',
    only: 'hadolint',
    reason: 'Stage names are compared without regard to case, as the builder does.',
    shows: (text) => /FROM [A-Z]/.test(text),
  },
  {
    code: 'DL3023',
    only: 'acgs',
    reason: 'Stage names are compared without regard to case, as the builder does.',
    shows: (text) => /--from=[A-Z]/.test(text),
  },
  {
    code: 'DL3063',
    only: 'acgs',
    reason: 'Stage names are compared without regard to case, as the builder does.',
    shows: (text) => /AS (Scratch|SCRATCH|Context|CONTEXT)/.test(text),
  },
  {
    code: 'DL3066',
    only: 'acgs',
    reason: 'An ARG whose default is a name gives an image whose user is a name.',
    shows: (text) => /USER \$/.test(text),
  },
  {
    code: 'DL3006',
    only: 'acgs',
    reason: 'The port of a registry (`localhost:5000/app`) is no tag.',
    shows: (text) => /FROM \S+:\d+\//.test(text),
  },
  {
    code: 'DL3021',
    only: 'hadolint',
    reason: 'A flag that nobody knows is a flag, not a source (ACGS1801 reports it).',
    shows: (text) => /COPY --new/.test(text),
  },
  {
    code: 'SC',
    only: 'acgs',
    reason: 'hadolint keeps one ShellCheck finding for an instruction, acgs all of them, each at its place.',
    shows: () => true,
  },
  {
    code: 'SC',
    only: 'hadolint',
    reason: 'The exec form (`RUN ["echo", "$NAME"]`) is run without a shell, so there is no script to check.',
    shows: (text) => /RUN \[/.test(text),
  },
  {
    code: 'DL3044',
    only: 'acgs',
    reason: 'A variable that another stage sets is not set here.',
    shows: (text) => text.split('FROM').length > 2,
  },
];
