import { expandWord } from '../../parse/expand.js';
import { keyValues } from '../../parse/key-values.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Stage } from '../../parse/stages.js';
import { type Rule } from '../rule.js';
import { didYouMean } from '../shared/did-you-mean.js';
import { baseEnvironment, PREDEFINED_ARGUMENTS } from '../shared/variables.js';

export const UndefinedVar: Rule = {
  id: 'UndefinedVar',
  family: 'buildkit',
  aliases: [],
  since: '2026.11',
  severity: 'warning',
  title: 'This variable is not defined',
  why: `The variable is set neither by ARG nor by ENV in this stage (or in one that it builds on), so it is empty. Where the environment of the base image is unknown, only what looks like a misspelling is reported. Ports are left out as BuildKit does (ACGS1409 looks at them).`,
  bad: [
    'FROM scratch\nCOPY $foo .\n',
    'FROM scratch\nCOPY ${foo:-x} .\n',
    'FROM alpine:3.22\nENV PATH=$PAHT:/x\n',
  ],
  good: [
    'FROM scratch\nARG foo\nCOPY $foo .\n',
    'FROM alpine:3.22 AS a\nARG foo=x\nFROM a\nCOPY $foo .\n',
    'FROM alpine:3.22\nRUN echo $PATH\n',
    'FROM scratch\nARG foo\nCOPY ${foo:-x} .\n',
  ],
  check({ dockerfile, report, stageOf }) {
    const stages = new Map<Stage | undefined, Scope>();
    const scopeOf = (stage: Stage | undefined): Scope => {
      const known = stages.get(stage);
      if (known) return known;
      const parent = stage?.parent && scopeOf(stage.parent);
      const base = parent ? undefined : baseEnvironment(dockerfile, stage?.from);
      const scope = {
        names: new Set([...(parent?.names ?? []), ...(base ?? []), 'PATH']),
        sure: parent?.sure ?? base !== undefined,
      };
      stages.set(stage, scope);
      return scope;
    };
    const inspect = (instruction: Instruction): void => {
      const { names, sure } = scopeOf(stageOf(instruction));
      const { logical, args, escape } = instruction;
      const text = logical.text.slice(args.start, args.end);
      if (!text.includes('$')) return;
      for (const { name, start, end } of expandWord(
        text,
        (key) => (names.has(key) || PREDEFINED_ARGUMENTS.includes(key) ? '' : undefined),
        escape,
      ).uses) {
        // `${A:-x}` too: what is defined nowhere can never be anything else (BuildKit, shell/lex.go, getEnv).
        if (!/^[A-Za-z_]/.test(name) || names.has(name) || PREDEFINED_ARGUMENTS.includes(name)) continue;
        const near = didYouMean(name, names);
        if (!sure && near === undefined) continue;
        report(
          logical.spanOf(args.start + start, args.start + end),
          `\`${name}\` is not defined here${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
        );
      }
    };
    const define = (instruction: Instruction): void => {
      const stage = stageOf(instruction);
      if (!stage) return;
      inspect(instruction);
      const { names } = scopeOf(stage);
      for (const { key } of keyValues(instruction).pairs) names.add(key);
    };
    return {
      ARG: define,
      ENV: define,
      ADD: inspect,
      COPY: inspect,
      LABEL: inspect,
      USER: inspect,
      VOLUME: inspect,
      WORKDIR: inspect,
      STOPSIGNAL: inspect,
    };
  },
};

interface Scope {
  readonly names: Set<string>;
  /** Everything that is defined is known. */
  readonly sure: boolean;
}
