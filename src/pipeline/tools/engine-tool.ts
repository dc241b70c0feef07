import { findBuildx } from '../../image/buildx.js';
import { assertRecentEngine } from '../../system/docker/state.js';
import { Engine } from '../../system/docker.js';
import { type Tool } from '../step.js';

/** The Docker engine, 25 or newer. */
export const engineTool: Tool = {
  id: 'docker',
  title: 'Docker engine',
  async probe(signal) {
    const state = await (await Engine.open()).state(signal);
    assertRecentEngine(state);
    return { version: state.version, detail: `${state.host} (${state.origin})` };
  },
};

/** buildx, the docker CLI's plugin that speaks to BuildKit. */
export const buildxTool: Tool = {
  id: 'buildx',
  title: 'Docker buildx',
  async probe() {
    return { version: (await findBuildx()).version };
  },
};
