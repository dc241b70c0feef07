import { describe, expect, it } from 'vitest';
import { kubernetesFindings } from '../../src/kits/check/kubernetes.js';
import { syntaxFindings } from '../../src/kits/check/syntax.js';
import { type Platform } from '../../src/kits/platform.js';
import { EXIT } from '../../src/model/exit-code.js';
import { platformFor } from './acgs2.js';
import { KITS, renderedFiles } from './all-kits.js';
import { HOSTILE, shapeOf, tried } from './hostile-values.js';

/** A platform with one service of each sort: what six of them would show, three do. */
const YAML = `version: 1
project: acgs2
registry: ghcr.io/acme/acgs2
services:
  api-gateway:
    context: services/api_gateway
    port: 8080
    health: { ready: /health/ready, live: /health/live }
    metrics: /metrics
    expose: true
    calls: [agent-bus]
  agent-bus:
    context: enhanced_agent_bus
    port: 8000
    health: { ready: /health/ready, live: /health/live }
    metrics: 9090
    calls: ['redis:6379', 'kafka.acgs2-data:9092', 'api.github.com:443']
  search-platform:
    context: services/integration/search_platform
    port: 8004
    health: tcp
    calls: ['elasticsearch.acgs2-data:9200']
`;

/** Places of acgs.yaml that kits read, as JSON would write a text there. */
const PLACES: readonly [string, (yaml: string, value: string) => string][] = [
  ['project', (yaml, value) => yaml.replace('project: acgs2', `project: ${value}`)],
  ['registry', (yaml, value) => yaml.replace('registry: ghcr.io/acme/acgs2', `registry: ${value}`)],
  ['namespace', (yaml, value) => `${yaml}namespace: ${value}\n`],
  ['hash', (yaml, value) => `${yaml}constitutionalHash: ${value}\n`],
  ['context', (yaml, value) => yaml.replace('context: enhanced_agent_bus', `context: ${value}`)],
  [
    'dockerfile',
    (yaml, value) => yaml.replace('context: enhanced_agent_bus', `context: x\n    dockerfile: ${value}`),
  ],
  ['image', (yaml, value) => yaml.replace('context: enhanced_agent_bus', `context: x\n    image: ${value}`)],
  ['health', (yaml, value) => yaml.replace('health: tcp', `health: ${value}`)],
  ['metrics', (yaml, value) => yaml.replace('metrics: 9090', `metrics: ${value}`)],
  ['calls', (yaml, value) => yaml.replace("'redis:6379'", value)],
  ['service', (yaml, value) => yaml.replace('  search-platform:', `  ${value}:`)],
  ['key', (yaml, value) => `${yaml}sign:\n  key: ${value}\n`],
  [
    'identity',
    (yaml, value) =>
      `${yaml}verify:\n  identity:\n    certificateIdentity: ${value}\n    certificateOidcIssuer: https://issuer.test\n`,
  ],
];

describe('a hostile value of acgs.yaml is refused or quoted', () => {
  const files = KITS.flatMap((kit) =>
    renderedFiles(
      kit,
      platformFor(() => YAML),
    ),
  );
  const plain = new Map(files.map((file) => [file.path, file]));

  it.each(PLACES)('%s', (_place, edit) => {
    const values = [...HOSTILE, ...HOSTILE.map((value) => `/${value}`), '/PWNED;x|y&z<w>{q}#', 'x/PWNED;y'];
    for (const value of values) {
      let platform: Platform | undefined;
      try {
        platform = platformFor(() => edit(YAML, JSON.stringify(value)));
      } catch (error) {
        expect(error).toMatchObject({ exit: EXIT.usage });
        continue;
      }
      const given = platform;
      for (const kit of KITS)
        for (const file of tried(() => renderedFiles(kit, given)) ?? []) {
          const like = plain.get(file.path);
          if (like?.text === file.text) continue;
          expect(syntaxFindings(file), `${file.path} ${value}`).toEqual([]);
          const isCode = file.format === 'hcl' || file.format === 'shell';
          if (like !== undefined && isCode) expect(shapeOf(file), file.path).toEqual(shapeOf(like));
        }
    }
  });

  it.each(['true', 'no', 'y', 'null', 'e1', 'on'])('a service called %s stays a name', async (name) => {
    const platform = platformFor(() => YAML.replaceAll('agent-bus', `'${name}'`));
    for (const kit of KITS)
      for (const file of renderedFiles(kit, platform).filter(
        ({ path, text, format }) => format === 'yaml' && text !== plain.get(path)?.text,
      ))
        expect((await kubernetesFindings(file)).findings, file.path).toEqual([]);
  });
});
