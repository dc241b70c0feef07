/** Releases measured against the tools that do the same, against themselves again, and side by side. */
import { median, passing, peakMemory } from './measure.mjs';
import { exampleProjects, TWIN } from './example-projects.mjs';
import { rawRelease } from './raw-release.mjs';

/** The examples, and the stage in which one of them is tested. */
const services = { quotes: 'test', clock: undefined };
const ROUNDS = 3;
/** Both services at once keep every core busy, so that a machine with noisy neighbours shows: more rounds, in changing order. */
const TOGETHER_ROUNDS = 6;

/**
 * @param {{node: string, entry: string, bench: object, say: (line: string) => void}} surroundings
 * @returns rows of the table, and the tools' times command by command
 */
export async function releases(surroundings) {
  const { node, entry, bench, say } = surroundings;
  const projects = await exampleProjects(surroundings);
  try {
    const argumentsOf = ({ config, repository }, names) => [
      ...[entry, 'release', ...names, '--config', config],
      ...['--key', projects.key.key, '--push', '--registry', repository],
    ];
    const release = (project, names, more = []) =>
      passing(node, [...argumentsOf(project, names), ...more], { cwd: project.folder, env: projects.env });
    const raw = (project, service) =>
      rawRelease({ bench, projects, project, service, test: services[service] });
    const names = Object.keys(services);

    const sideBySide = async (pair, round) => {
      const sets = [...pair.map((name) => [name]), pair];
      let both = 0;
      let apart = 0;
      for (const set of [...sets.slice(round % sets.length), ...sets.slice(0, round % sets.length)]) {
        const { wallMs } = release(await projects.fresh({ twin: pair.includes(TWIN) }), set, ['--force']);
        if (set === pair) both = wallMs;
        else apart += wallMs;
      }
      return { both, apart };
    };

    say('  warming up: BuildKit’s cache, the layers of the user, the vulnerability database');
    const warm = await projects.fresh({ twin: true });
    release(warm, [...names, TWIN]);
    for (const name of names) raw(warm, name);

    const against = Object.fromEntries(names.map((name) => [name, []]));
    const rerun = [];
    const pairs = [
      { what: 'of one base', pair: ['quotes', TWIN], measured: [] },
      { what: 'of two bases', pair: ['quotes', 'clock'], measured: [] },
    ];
    const commands = {};
    for (let round = 1; round <= ROUNDS; round += 1) {
      say(`  round ${round} of ${ROUNDS}`);
      for (const name of names) {
        const tools = raw(await projects.fresh(), name);
        for (const { name: command, wallMs } of tools) ((commands[name] ??= {})[command] ??= []).push(wallMs);
        const sum = tools.reduce((total, { wallMs }) => total + wallMs, 0);
        const { wallMs } = release(await projects.fresh(), [name], ['--force']);
        against[name].push({ acgs: wallMs, tools: sum });
      }
      const unseen = await projects.fresh({ unseen: true });
      const unseenFirst = release(unseen, names).wallMs;
      rerun.push({ again: release(unseen, names).wallMs, first: unseenFirst });
    }
    for (let round = 1; round <= TOGETHER_ROUNDS; round += 1) {
      say(`  together, round ${round} of ${TOGETHER_ROUNDS}`);
      for (const { pair, measured } of pairs) measured.push(await sideBySide(pair, round));
    }
    const project = await projects.fresh();
    const memory = peakMemory(node, argumentsOf(project, names), { cwd: project.folder, env: projects.env });
    if (memory.status !== 0) throw new Error(memory.stderr);

    const seconds = (values) => `${(median(values) / 1000).toFixed(1)} s`;
    const row = (name, pairs, [above, below], limits) => ({
      name,
      value: median(pairs.map((pair) => pair[above] / pair[below])),
      ...limits,
      note: `${seconds(pairs.map((pair) => pair[above]))} / ${seconds(pairs.map((pair) => pair[below]))}`,
    });
    return {
      rows: [
        ...names.map((name) =>
          row(`acgs release ${name} / its tools one by one (wall)`, against[name], ['acgs', 'tools'], {
            most: 1.1,
            goal: 1,
          }),
        ),
        row(
          'the same release again, nothing changed / the first, of services never built (wall)',
          rerun,
          ['again', 'first'],
          { most: 0.15 },
        ),
        ...pairs.map(({ what, measured }) =>
          row(
            `two services ${what} in one release / one after the other (wall)`,
            measured,
            ['both', 'apart'],
            {
              most: 0.75,
            },
          ),
        ),
        {
          name: 'peak memory of acgs itself in a release (MiB)',
          value: memory.mebibytes,
          most: 220,
          note: '',
        },
      ],
      commands: Object.fromEntries(
        Object.entries(commands).map(([name, all]) => [
          name,
          Object.entries(all).map(([command, times]) => ({ command, wallMs: median(times) })),
        ]),
      ),
    };
  } finally {
    projects.remove();
  }
}
