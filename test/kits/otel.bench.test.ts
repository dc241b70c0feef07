import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { kitTools } from '../bench/bench.js';
import { runOk } from '../bench/run.js';
import { writtenKit } from './written-kit.js';

interface Dashboard {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
}

describe('kit otel', () => {
  let kit: Awaited<ReturnType<typeof writtenKit>>;
  beforeAll(async () => {
    kit = await writtenKit('otel');
  });
  afterAll(() => kit.remove());

  it('asks Prometheus what it can answer', async () => {
    const queries = ['services', 'collectors'].flatMap((name) => {
      const { panels } = JSON.parse(kit.files[`deploy/otel/dashboards/${name}.json`]!) as Dashboard;
      return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    });
    const rules = queries.map((expr, index) => ({ record: `query:${index}`, expr }));
    kit.write({ 'queries.yaml': stringify({ groups: [{ name: 'dashboards', rules }] }) });
    const said = await runOk(kitTools().promtool, ['check', 'rules', 'queries.yaml'], { cwd: kit.folder });
    expect(said).toContain(`${queries.length} rules found`);
  });
});
