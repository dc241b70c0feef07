/** Pods that a policy must refuse, and such that it must admit, wherever they are written. */
export interface PodCase {
  readonly what: string;
  readonly object: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

const HASH = 'cdd01ef066bc6cf2';

const container: Json = {
  name: 'api',
  image: 'ghcr.io/acme/api:1.0.0',
  resources: { limits: { cpu: '1', memory: '1Gi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
};
const metadata: Json = { annotations: { 'acgs.io/constitutional-hash': HASH } };
const spec: Json = {
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container],
};
const without = (from: Json, key: string): Json =>
  Object.fromEntries(Object.entries(from).filter(([name]) => name !== key));
const withContext = (more: Json): Json => ({
  ...spec,
  containers: [{ ...container, securityContext: { ...(container['securityContext'] as Json), ...more } }],
});

const KINDS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  Rollout: 'argoproj.io/v1alpha1',
};

function written(kind: string, podSpec: Json, podMetadata: Json | undefined = metadata): Json {
  const object = (apiVersion: string, more: Json): Json => ({
    apiVersion,
    kind,
    metadata: { name: 'api', namespace: 'acgs2-system' },
    ...more,
  });
  const template = { ...(podMetadata === undefined ? {} : { metadata: podMetadata }), spec: podSpec };
  if (kind === 'Pod')
    return {
      apiVersion: 'v1',
      kind,
      metadata: { name: 'api', namespace: 'acgs2-system', ...podMetadata },
      spec: podSpec,
    };
  if (kind === 'CronJob')
    return object('batch/v1', { spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template } } } });
  return object(KINDS[kind]!, { spec: { template } });
}

const everyKind = ['Pod', 'CronJob', ...Object.keys(KINDS)];

/** One fault each, and one of them written as each kind. */
export const BAD_PODS: readonly PodCase[] = [
  ...everyKind.map((kind) => ({
    what: `${kind}: privileged`,
    object: written(kind, withContext({ privileged: true })),
  })),
  {
    what: 'root by number',
    object: written('Deployment', {
      ...spec,
      securityContext: { ...(spec['securityContext'] as Json), runAsUser: 0 },
    }),
  },
  {
    what: 'nothing about root',
    object: written('Pod', {
      ...spec,
      securityContext: without(spec['securityContext'] as Json, 'runAsNonRoot'),
    }),
  },
  {
    what: 'the container takes back runAsNonRoot',
    object: written('StatefulSet', withContext({ runAsNonRoot: false })),
  },
  {
    what: 'escalation not forbidden',
    object: written('Job', {
      ...spec,
      containers: [
        {
          ...container,
          securityContext: without(container['securityContext'] as Json, 'allowPrivilegeEscalation'),
        },
      ],
    }),
  },
  { what: 'a writable root', object: written('Pod', withContext({ readOnlyRootFilesystem: false })) },
  { what: 'capabilities kept', object: written('Pod', withContext({ capabilities: {} })) },
  {
    what: 'a capability added',
    object: written('Pod', withContext({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } })),
  },
  {
    what: 'no seccomp profile',
    object: written('Pod', {
      ...spec,
      securityContext: without(spec['securityContext'] as Json, 'seccompProfile'),
    }),
  },
  {
    what: 'no limits',
    object: written('CronJob', { ...spec, containers: [without(container, 'resources')] }),
  },
  {
    what: 'no memory limit',
    object: written('Rollout', {
      ...spec,
      containers: [{ ...container, resources: { limits: { cpu: '1' } } }],
    }),
  },
  {
    what: 'latest',
    object: written('Pod', { ...spec, containers: [{ ...container, image: 'ghcr.io/acme/api:latest' }] }),
  },
  {
    what: 'no tag, a registry with a port',
    object: written('Pod', { ...spec, containers: [{ ...container, image: 'registry:5000/api' }] }),
  },
  { what: 'host network', object: written('DaemonSet', { ...spec, hostNetwork: true }) },
  { what: 'host processes', object: written('Pod', { ...spec, hostPID: true }) },
  {
    what: 'a folder of the node',
    object: written('Pod', { ...spec, volumes: [{ name: 'host', hostPath: { path: '/' } }] }),
  },
  {
    what: 'a bad init container',
    object: written('Deployment', { ...spec, initContainers: [{ name: 'setup', image: 'busybox:1' }] }),
  },
  {
    what: 'a bad ephemeral container',
    object: written('Pod', { ...spec, ephemeralContainers: [{ name: 'debug', image: 'busybox:1' }] }),
  },
  {
    what: 'no hash on the template',
    object: {
      ...written('Deployment', spec, { labels: {} }),
      metadata: { name: 'api', namespace: 'acgs2-system', ...metadata },
    },
  },
  { what: 'a template without metadata', object: written('Deployment', spec, {}) },
  {
    what: 'another hash',
    object: written('Rollout', spec, { annotations: { 'acgs.io/constitutional-hash': 'f00d' } }),
  },
];

export const GOOD_PODS: readonly PodCase[] = [
  ...everyKind.map((kind) => ({ what: kind, object: written(kind, spec) })),
  {
    what: 'all said by the container',
    object: written('Pod', {
      containers: [
        {
          ...container,
          securityContext: {
            ...(container['securityContext'] as Json),
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      ],
    }),
  },
  {
    what: 'by digest',
    object: written('Pod', {
      ...spec,
      containers: [{ ...container, image: `ghcr.io/acme/api@sha256:${'a'.repeat(64)}` }],
    }),
  },
  {
    what: 'a registry with a port, and a tag',
    object: written('Pod', { ...spec, containers: [{ ...container, image: 'registry:5000/api:1' }] }),
  },
];
