import { type Peer, type NetworkPolicy, type Port } from './network-policy.js';
import { inBlock } from './in-block.js';
import { selects } from './selects.js';

/** Who talks or is talked to: a pod, or an address outside of the cluster. */
export type Endpoint =
  | {
      readonly kind: 'pod';
      readonly namespace: string;
      readonly labels: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'address'; readonly ip: string };

export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/**
 * Whether a connection is allowed: the policies of the sender's namespace must let it out and those of the receiver's must let it in;
 * a pod that no policy of that direction selects is open (Kubernetes, Network Policies).
 */
export function reaches(policies: readonly NetworkPolicy[], connection: Connection): boolean {
  return lets(policies, connection, 'Egress') && lets(policies, connection, 'Ingress');
}

function lets(
  policies: readonly NetworkPolicy[],
  connection: Connection,
  direction: 'Ingress' | 'Egress',
): boolean {
  const [own, other] =
    direction === 'Egress' ? [connection.from, connection.to] : [connection.to, connection.from];
  if (own.kind !== 'pod') return true;
  const selecting = policies.filter(
    (policy) =>
      namespaceOf(policy) === own.namespace &&
      typesOf(policy).includes(direction) &&
      selects(policy.spec.podSelector, own.labels),
  );
  return (
    selecting.length === 0 ||
    selecting.some((policy) =>
      rulesOf(policy, direction).some(
        ({ peers, ports }) =>
          takesPort(ports, connection) &&
          (peers === undefined || peers.some((peer) => takesPeer(peer, other, own.namespace))),
      ),
    )
  );
}

function namespaceOf({ metadata }: NetworkPolicy): string {
  return metadata.namespace ?? 'default';
}

/** As the API server fills them in: ingress always, egress where there are rules for it. */
function typesOf({ spec }: NetworkPolicy): readonly string[] {
  return spec.policyTypes ?? (spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']);
}

function rulesOf(
  { spec }: NetworkPolicy,
  direction: 'Ingress' | 'Egress',
): { peers: readonly Peer[] | undefined; ports: readonly Port[] | undefined }[] {
  const named = (peers: readonly Peer[] | undefined): readonly Peer[] | undefined =>
    // an empty list of peers is no restriction, as a missing one
    peers === undefined || peers.length === 0 ? undefined : peers;
  return direction === 'Ingress'
    ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: named(from), ports }))
    : (spec.egress ?? []).map(({ to, ports }) => ({ peers: named(to), ports }));
}

function takesPort(ports: readonly Port[] | undefined, { port, protocol }: Connection): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some((one) => {
    if ((one.protocol ?? 'TCP') !== protocol) return false;
    if (one.port === undefined) return true;
    // A named port could be any: what is not known to be closed counts as open.
    if (typeof one.port === 'string') return true;
    return one.endPort === undefined ? one.port === port : one.port <= port && port <= one.endPort;
  });
}

function takesPeer(peer: Peer, endpoint: Endpoint, ownNamespace: string): boolean {
  if (peer.ipBlock !== undefined)
    return endpoint.kind === 'address' && inBlock(endpoint.ip, peer.ipBlock.cidr, peer.ipBlock.except);
  if (endpoint.kind !== 'pod') return false;
  const inNamespace =
    peer.namespaceSelector === undefined
      ? endpoint.namespace === ownNamespace
      : // the one label that every namespace has
        selects(peer.namespaceSelector, { 'kubernetes.io/metadata.name': endpoint.namespace });
  return inNamespace && (peer.podSelector === undefined || selects(peer.podSelector, endpoint.labels));
}
