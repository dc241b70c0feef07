import { spawn } from 'node:child_process';
import { type Agent } from 'node:http';
import { Duplex } from 'node:stream';
import { AcgsError } from '../../model/errors.js';
import { passDoor } from '../door.js';
import { childEnvironment } from '../environment.js';
import { findExecutable } from '../executables.js';
import { type EngineEndpoint } from './endpoint.js';
import { http } from '../node-http.js';

/**
 * An HTTP agent for engines behind ssh: each connection is a `docker system dial-stdio`, so the docker CLI's own ssh
 * handling (configuration, agent, known hosts) is the one that counts.
 * @throws AcgsError `engine/missing` where there is no docker CLI
 */
export function dialStdioAgent(endpoint: EngineEndpoint): Agent {
  const docker = findExecutable('docker');
  if (docker === undefined)
    throw new AcgsError(
      'engine/missing',
      `${endpoint.host} (${endpoint.origin}) needs the docker CLI, which is not on PATH`,
      {
        next: ['install the docker CLI', 'or forward the engine’s socket and set DOCKER_HOST=unix://…'],
      },
    );
  const agent = new http.Agent({ keepAlive: false });
  const connect = (): Duplex => {
    passDoor({ kind: 'process', detail: 'docker system dial-stdio', mutates: false });
    const child = spawn(docker, ['system', 'dial-stdio'], {
      env: childEnvironment({ DOCKER_HOST: endpoint.host }),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000);
    });
    const socket = Duplex.from({ readable: child.stdout, writable: child.stdin });
    child.on('error', (error) => socket.destroy(error));
    child.on('close', (code) => {
      if (code === 0 || socket.destroyed) return;
      const why = complaint.trim().split('\n').at(-1) ?? '';
      socket.destroy(Object.assign(new Error(why), { code: 'ECONNREFUSED' }));
    });
    socket.on('close', () => child.kill());
    return asSocket(socket);
  };
  return Object.assign(agent, { createConnection: connect });
}

/** What `node:http` calls on a socket and a plain stream lacks; none has a meaning for pipes. */
function asSocket(stream: Duplex): Duplex {
  const same = (): Duplex => stream;
  return Object.assign(stream, {
    setTimeout: same,
    setNoDelay: same,
    setKeepAlive: same,
    ref: same,
    unref: same,
  });
}
