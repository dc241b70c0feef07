import { platformOf } from '../../src/actions/kit/platform-of.js';
import { renderFiles } from '../../src/actions/kit/render-files.js';
import { parseConfiguration } from '../../src/config/load.js';
import { loadKit } from '../../src/kits/load-kit.js';
import { type Platform } from '../../src/kits/platform.js';
import { readAnswers } from '../../src/kits/read-answers.js';

/** The acgs.yaml of the ACGS-2 platform: six services. */
export const ACGS2_YAML = `version: 1
project: acgs2
registry: ghcr.io/acme/acgs2
services:
  api-gateway:
    context: services/api_gateway
    port: 8080
    health: { ready: /health/ready, live: /health/live }
    metrics: /metrics
    expose: true
    calls: [agent-bus, policy-registry]
  agent-bus:
    context: enhanced_agent_bus
    port: 8000
    health: { ready: /health/ready, live: /health/live }
    metrics: 9090
    calls: [policy-registry, audit, constitutional-service, 'redis:6379', 'kafka.acgs2-data:9092']
  constitutional-service:
    context: services/core/constraint_generation_system
    port: 8001
    health: { ready: /health/ready, live: /health/live }
    metrics: /metrics
    calls: ['postgres:5432']
  audit:
    context: services/audit_service
    port: 8002
    health: { ready: /health/ready, live: /health/live }
    metrics: /metrics
    calls: ['postgres:5432', 'elasticsearch.acgs2-data:9200']
  policy-registry:
    context: services/policy_registry
    port: 8003
    health: { ready: /health/ready, live: /health/live }
    metrics: /metrics
    calls: ['postgres:5432', 'redis:6379', 'api.github.com:443']
  search-platform:
    context: services/integration/search_platform
    port: 8004
    health: tcp
    calls: ['elasticsearch.acgs2-data:9200']
`;

/** The platform of an acgs.yaml as kits see it; `edit` changes its text first. */
export function platformFor(edit: (yaml: string) => string = (yaml) => yaml): Platform {
  const place = { root: '/srv/acgs2', repositoryRoot: '/srv/acgs2', file: '/srv/acgs2/acgs.yaml' };
  const configuration = parseConfiguration(edit(ACGS2_YAML), {
    ...place,
    name: 'acgs.yaml',
    acgsVersion: '1.0.0',
  });
  return platformOf(configuration, undefined, '1.0.0');
}

/** Renders a kit that ships with acgs: path → text. */
export async function rendered(
  name: string,
  answers: Readonly<Record<string, unknown>> = {},
  platform: Platform = platformFor(),
): Promise<Record<string, string>> {
  const kit = await loadKit(name);
  const files = await renderFiles(kit, platform, await readAnswers(kit.manifest, answers));
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}
