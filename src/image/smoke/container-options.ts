import { type ContainerCreateOptions, type HealthConfig } from '../../system/docker.js';
import { type HealthCheck } from './health-check.js';
import { type SmokeSettings } from './settings.js';
import { OWNER_LABEL, SMOKE_LABEL } from './sweep.js';

const MEBIBYTE = 1024 * 1024;
const MILLISECOND_NS = 1e6;
/** Enough for a service at rest; one that needs more would not fit its neighbours either. */
const MEMORY = 1024 * MEBIBYTE;
const PROCESSES = 512;
const PROBE_INTERVAL_MS = 500;

/**
 * The container of a smoke test. The HEALTHCHECK is the image's own; only its pace is ours, so that a healthy service
 * need not wait for an interval of 30 seconds: failures count once the whole time limit is over, which the test itself
 * watches.
 */
export function containerOptions(
  { image, name, owner }: { readonly image: string; readonly name: string; readonly owner: string },
  settings: SmokeSettings,
  healthCheck: HealthCheck | undefined,
): ContainerCreateOptions {
  const { command, user, probe } = settings;
  const port = probe === undefined ? undefined : `${probe.port}/tcp`;
  return {
    Image: image,
    name,
    Env: Object.entries(settings.env).map(([key, value]) => `${key}=${value}`),
    ...(command === undefined ? {} : { Cmd: [...command] }),
    ...(user === undefined ? {} : { User: user }),
    ...(port === undefined ? {} : { ExposedPorts: { [port]: {} } }),
    ...(healthCheck === undefined
      ? {}
      : {
          Healthcheck: {
            Interval: PROBE_INTERVAL_MS * MILLISECOND_NS,
            StartInterval: PROBE_INTERVAL_MS * MILLISECOND_NS,
            StartPeriod: settings.timeoutMs * MILLISECOND_NS,
          } as HealthConfig,
        }),
    Labels: { [SMOKE_LABEL]: 'true', [OWNER_LABEL]: owner },
    HostConfig: {
      ReadonlyRootfs: settings.readOnly,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      Tmpfs: Object.fromEntries(settings.tmpfs.map((folder) => [folder, 'rw,exec,nosuid,nodev,size=256m'])),
      Memory: MEMORY,
      MemorySwap: MEMORY,
      PidsLimit: PROCESSES,
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '4m', 'max-file': '1' } },
      ...(port === undefined ? {} : { PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] } }),
    },
  };
}
