import { type Platform } from '../platform.js';
import { type Connection, type Endpoint } from './reaches.js';

/** A connection with what acgs.yaml says of it. */
export interface Expectation extends Connection {
  readonly allowed: boolean;
  /** For messages: `api → db:5432`. */
  readonly what: string;
}

/** Where the neighbours are, as the kit was answered. */
export interface Neighbours {
  readonly gatewayNamespace: string;
  readonly monitoringNamespace: string;
}

const STRANGER = 'some-other-namespace';
/** The cloud's metadata endpoint: credentials of the node for whoever reaches it. */
const METADATA = '169.254.169.254';

/**
 * What must and must not be possible: each pair of services at each port that one of them has, the gateway, Prometheus, DNS,
 * strangers, the metadata endpoint and the internet.
 */
export function reachabilityMatrix(platform: Platform, neighbours: Neighbours): Expectation[] {
  const { services, namespace } = platform;
  const pod = (component: string): Endpoint => ({
    kind: 'pod',
    namespace,
    labels: { 'app.kubernetes.io/name': platform.project, 'app.kubernetes.io/component': component },
  });
  const other = (where: string, labels = {}): Endpoint => ({ kind: 'pod', namespace: where, labels });
  const expect = (
    what: string,
    allowed: boolean,
    from: Endpoint,
    to: Endpoint,
    port: number,
    protocol: 'TCP' | 'UDP' = 'TCP',
  ): Expectation => ({ what: `${what}:${port}`, allowed, from, to, port, protocol });

  return services.flatMap((service) => {
    const { name, port, metrics } = service;
    const here = pod(name);
    const among = services
      .filter((one) => one.name !== name)
      .map((callee) =>
        expect(
          `${name} → ${callee.name}`,
          service.calls.includes(callee.name),
          here,
          pod(callee.name),
          callee.port,
        ),
      );
    const ports = [...new Set([port, ...(metrics === undefined ? [] : [metrics.port])])];
    const toPort = ports.flatMap((one) => [
      expect(
        `gateway → ${name}`,
        service.expose && one === port,
        other(neighbours.gatewayNamespace),
        here,
        one,
      ),
      expect(`Prometheus → ${name}`, metrics?.port === one, other(neighbours.monitoringNamespace), here, one),
      expect(`a stranger → ${name}`, false, other(STRANGER), here, one),
    ]);
    const world = service.callsOutside.some(({ host, port: at }) => at === 443 && /\.[a-z]{2,}$/.test(host));
    const dns = other('kube-system', { 'k8s-app': 'kube-dns' });
    return [
      ...among,
      ...toPort,
      expect(`${name} → DNS (UDP)`, true, here, dns, 53, 'UDP'),
      expect(`${name} → DNS (TCP)`, true, here, dns, 53),
      expect(`${name} → metadata endpoint`, false, here, { kind: 'address', ip: METADATA }, 80),
      expect(`${name} → internet`, false, here, { kind: 'address', ip: '203.0.113.10' }, 80),
      ...(world
        ? [expect(`${name} → internet`, true, here, { kind: 'address', ip: '203.0.113.10' }, 443)]
        : []),
      expect(`${name} → a stranger`, false, here, other(STRANGER), port),
    ];
  });
}
