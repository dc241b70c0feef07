import { resolve } from 'node:path';
import { type LoadedPolicy, loadPolicy } from '../config/load-policy.js';
import { type PolicyDocument } from '../config/schema/policy.js';
import { keyHint } from '../evidence/public-key.js';
import { AcgsError } from '../model/errors.js';
import { locateKey } from '../signing/load-key.js';
import { loadAnchors } from '../trust/anchors.js';
import { type NamedSigner } from '../verification/named-signer.js';
import { parseRequirements, type Requirement } from '../verification/requirements.js';
import { identityOptions } from './identity-options.js';
import { maxAgeOf } from './max-age.js';
import { signerPolicy } from './signer-policy.js';
import { type VerifyOptions } from './verify.js';

/**
 * A policy file as the verify action takes it: keys read, patterns compiled, paths resolved from the folder of the file.
 * @throws AcgsError as `loadPolicy`; `key/*`, `usage/invalid` for a pattern that is none
 */
export async function verificationPolicy(file: string): Promise<VerifyOptions> {
  const loaded = await loadPolicy(file);
  const { document, folder } = loaded;
  const signers = await namedSigners(loaded);
  refuseSameKey(signers, file);
  const root = document.trustedRoot === undefined ? undefined : resolve(folder, document.trustedRoot);
  const { images, deniedDigests, annotations } = document;
  return {
    policy: {
      kind: 'either',
      keys: signers.flatMap((signer) => (signer.kind === 'key' ? [signer.key] : [])),
      identities: signers.flatMap((signer) => (signer.kind === 'identity' ? [signer.identity] : [])),
    },
    anchors: () => loadAnchors(root),
    require: document.require.map((asked) => requirement(asked, signers)),
    requireLog: document.requireTlog === true,
    recursive: document.recursive === true,
    deep: document.deep === true,
    images: {
      ...(images === undefined ? {} : { patterns: images }),
      ...(deniedDigests === undefined ? {} : { denied: deniedDigests }),
    },
    ...(annotations === undefined ? {} : { annotations }),
    ...(document.maxAge === undefined ? {} : { maxAge: maxAgeOf(document.maxAge) }),
  };
}

async function namedSigners({ document, folder }: LoadedPolicy): Promise<readonly NamedSigner[]> {
  return await Promise.all(
    Object.entries(document.signers).map(async ([name, { key, identity }]): Promise<NamedSigner> => {
      const options =
        identity === undefined ? { key: locateKey(key ?? '', folder) } : identityOptions(identity);
      const policy = await signerPolicy(options);
      const [of] = policy.kind === 'keys' ? policy.keys : [];
      if (of !== undefined) return { name, kind: 'key', key: of };
      const [who] = policy.kind === 'identities' ? policy.identities : [];
      if (who !== undefined) return { name, kind: 'identity', identity: who };
      throw new AcgsError('internal/bug', `the signer ${name} is neither a key nor an identity`);
    }),
  );
}

/** The same key under two names would make two signers of one. */
function refuseSameKey(signers: readonly NamedSigner[], file: string): void {
  const names = new Map<string, string>();
  for (const signer of signers.filter((one) => one.kind === 'key')) {
    const hint = keyHint(signer.key);
    const other = names.get(hint);
    if (other !== undefined)
      throw new AcgsError('config/invalid', `the signers ${other} and ${signer.name} have the same key`, {
        file,
      });
    names.set(hint, signer.name);
  }
}

function requirement(asked: PolicyDocument['require'][number], signers: readonly NamedSigner[]): Requirement {
  const [kind, ...more] = parseRequirements(asked.type);
  if (kind === undefined || more.length > 0)
    throw new AcgsError('config/invalid', `expected one type in each requirement, got "${asked.type}"`);
  return {
    ...kind,
    signers: signers.filter(({ name }) => asked.signers?.includes(name) ?? true),
    threshold: asked.threshold,
    ...(asked.maxAge === undefined ? {} : { maxAge: maxAgeOf(asked.maxAge) }),
  };
}
