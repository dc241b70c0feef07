import { kitTools } from '../../bench/bench.js';
import { runOk } from '../../bench/run.js';
import { scratchFolder } from '../../bench/scratch.js';
import { snippet } from './action-plan.js';

/** Values that the plan's chart asks for and does not give. */
const VALUES = `name: api
replicaCount: 3
port: 8000
image: { repository: acgs/api, tag: '1.0' }
resources:
  requests: { cpu: 500m, memory: 512Mi }
  limits: { cpu: '2', memory: 2Gi }
global: { security: { networkPolicy: { enabled: true } } }
`;

/** Renders files of a chart with Helm, as the plan has charts rendered. */
async function template(files: Readonly<Record<string, string>>): Promise<string> {
  using chart = scratchFolder({ 'values.yaml': VALUES, ...files });
  return await runOk(kitTools().helm, ['template', 'plan', chart.folder, '--namespace', 'acgs2-system']);
}

/** Task 2.2.1: two files of a chart, in one block. */
export async function planRollout(): Promise<string> {
  const [chart = '', rollout = ''] = snippet('2.2.1').split(/^# deploy\/.*rollout\.yaml$/m);
  return await template({ 'Chart.yaml': chart, 'templates/rollout.yaml': rollout });
}

/** Task 5.1.1: a template of a chart that is told of nowhere. */
export async function planNetworkPolicies(): Promise<string> {
  return await template({
    'Chart.yaml': 'apiVersion: v2\nname: acgs2\nversion: 1.0.0\n',
    'templates/_helpers.tpl': '{{- define "acgs2.fullname" -}}acgs2{{- end }}\n',
    'templates/network-policies.yaml': snippet('5.1.1'),
  });
}
