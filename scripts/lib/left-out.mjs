/**
 * esbuild plugin: leaves out what libraries load at their start and acgs never calls. dockerode brings a gRPC server and an SSH client
 * of its own; builds go through buildx here, and ssh:// through the docker CLI (src/system/docker/dial-stdio.ts). They took a tenth
 * of the published code and most of the time in which dockerode is loaded.
 */
const NAMESPACE = 'left-out';

/** By the end of the path of who asks. */
const LEFT_OUT = new Map([
  ['/dockerode/lib/docker.js', ['./session', './buildkit']],
  ['/docker-modem/lib/modem.js', ['./ssh']],
]);

export const leftOut = {
  name: NAMESPACE,
  setup(build) {
    const met = new Set();
    build.onResolve({ filter: /^\.\/(?:session|buildkit|ssh)$/ }, ({ path, importer }) => {
      const [asker] = [...LEFT_OUT].find(([end, paths]) => importer.endsWith(end) && paths.includes(path)) ?? [];
      if (asker === undefined) return undefined;
      met.add(`${asker} ${path}`);
      return { path: `${asker} ${path}`, namespace: NAMESPACE };
    });
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error(${JSON.stringify(`${path} is left out of this build`)}); };`,
      loader: 'js',
    }));
    build.onEnd(() => {
      const missed = [...LEFT_OUT].flatMap(([asker, paths]) =>
        paths.map((path) => `${asker} ${path}`).filter((one) => !met.has(one)),
      );
      if (missed.length > 0) return { errors: [{ text: `nothing asks for ${missed.join(', ')} any more: look at what the libraries load` }] };
      return undefined;
    });
  },
};
