import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/actions/build.js';
import { smoke } from '../../src/actions/smoke.js';
import { externalImages } from '../../src/dockerfile/external-images.js';
import { parseDockerfile } from '../../src/dockerfile/parse/parse-dockerfile.js';
import { bench, type BaseImageName } from '../bench/bench.js';
import { runOk, runProgram } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { serviceOptions, useBenchEngine } from '../image/bench-images.js';
import { DOCKERFILE_OF_THE_PLAN } from './docker-plan.js';
import { writtenKit } from './written-kit.js';

const SERVER = `import http.server, os

class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == '/health/ready' else 404)
        self.end_headers()

http.server.HTTPServer(('', int(os.environ['PORT'])), Ready).serve_forever()
`;

describe('kit docker-standard', () => {
  let kit: Awaited<ReturnType<typeof writtenKit>>;
  beforeAll(async () => {
    kit = await writtenKit('docker-standard', { stacks: { audit: 'go', 'policy-registry': 'node-npm' } });
    useBenchEngine();
  });
  afterAll(() => kit.remove());

  it('lints clean under hadolint with its own configuration, every severity', async () => {
    const dockerfiles = Object.keys(kit.files).filter((path) => path.endsWith('/Dockerfile'));
    const said = await runOk(bench().tools.hadolint, ['-t', 'style', '-f', 'json', ...dockerfiles], {
      cwd: kit.folder,
    });
    expect(dockerfiles).toHaveLength(6);
    expect(JSON.parse(said)).toEqual([]);
  });

  it('has a configuration by which hadolint refuses the form of the plan', async () => {
    kit.write({ 'plan/Dockerfile': DOCKERFILE_OF_THE_PLAN });
    const { code } = await runProgram(bench().tools.hadolint, ['plan/Dockerfile'], { cwd: kit.folder });
    expect(code).toBe(1);
  });

  it(
    'makes a service that is built, runs as user 1000 and becomes healthy',
    { timeout: 300_000 },
    async () => {
      kit.write({ 'enhanced_agent_bus/main.py': SERVER });
      using scratch = scratchFolder();
      const text = kit.files['enhanced_agent_bus/Dockerfile']!;
      const { images, stages } = externalImages(parseDockerfile(text));
      const buildContexts = Object.fromEntries(
        images.map(({ name }) => {
          const image = bench().baseImages[name.replace(/@.*$/, '') as BaseImageName];
          return [name, `docker-image://${image}`];
        }),
      );
      const options = serviceOptions(scratch.folder, text, {
        context: join(kit.folder, 'enhanced_agent_bus'),
        ignore: kit.files['enhanced_agent_bus/.dockerignore']!,
        buildContexts,
      });
      const { artifact } = await build({ ...options, bases: images, stages });
      const settings = { env: {}, tmpfs: ['/tmp'], readOnly: true, timeoutMs: 60_000 };
      const { platform } = artifact.platforms[0]!;
      const outcome = await smoke({ artifact, root: scratch.folder, platform, settings });
      expect(outcome).toMatchObject({ status: 'passed', observed: 'healthy' });
    },
  );
});
