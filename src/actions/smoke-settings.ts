import { type Service } from '../config/configuration.js';
import { durationMs } from '../config/duration.js';
import { type SmokeSettings } from '../image/smoke/settings.js';

/** `smoke` of acgs.yaml as the image room takes it; what it leaves out comes from the service itself. `smoke: false` is for the caller. */
export function smokeSettingsOf(service: Service): SmokeSettings {
  const { smoke: chosen, port, health } = service;
  if (chosen === false) throw new TypeError('the smoke test is off');
  const { timeout, port: asked = port, path, ...rest } = chosen;
  const probed = path ?? (chosen.port === undefined ? undefined : healthPath(health));
  const wanted = path !== undefined || chosen.port !== undefined;
  return {
    ...rest,
    timeoutMs: durationMs(timeout, 'smoke.timeout'),
    ...(asked === undefined || !wanted
      ? {}
      : { probe: { port: asked, ...(probed === undefined ? {} : { path: probed }) } }),
  };
}

function healthPath(health: Service['health']): string | undefined {
  return typeof health === 'object' ? health.ready : undefined;
}
