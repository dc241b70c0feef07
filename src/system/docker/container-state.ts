import type Dockerode from 'dockerode';

/** The part of a container's state that acgs reads. */
export interface ContainerState {
  readonly running: boolean;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The engine's own error, e.g. a command that cannot be started. */
  readonly error: string;
  /** `none` where the image has no HEALTHCHECK. */
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  /** Newest last. */
  readonly probes: readonly { readonly exitCode: number; readonly output: string }[];
  /** Container port (`8080/tcp`) → port on 127.0.0.1. */
  readonly ports: Readonly<Record<string, number>>;
}

/** The engine's answer on a container, in our words. */
export function readContainer(info: Dockerode.ContainerInspectInfo): ContainerState {
  const { State: state, NetworkSettings: network } = info;
  const status = state.Health?.Status;
  const bound = Object.entries(network.Ports).flatMap(([port, hosts]): [string, number][] => {
    const host = (hosts as { HostPort: string }[] | null)?.[0];
    return host === undefined ? [] : [[port, Number(host.HostPort)]];
  });
  return {
    running: state.Running,
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    error: state.Error,
    health: status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : 'none',
    probes: (state.Health?.Log ?? []).map(({ ExitCode: exitCode, Output: output }) => ({ exitCode, output })),
    ports: Object.fromEntries(bound),
  };
}
