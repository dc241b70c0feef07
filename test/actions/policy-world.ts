import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openImage } from '../../src/actions/open-image.js';
import { imageSubjects } from '../../src/actions/image-subjects.js';
import { encodeBundle } from '../../src/evidence/bundle.js';
import { keyHint, publicKeyPem } from '../../src/evidence/public-key.js';
import { signatureStatement } from '../../src/evidence/statement-codec.js';
import { WritableEvidenceIn } from '../../src/evidence/stores/evidence-in.js';
import { type Descriptor } from '../../src/model/descriptor.js';
import { type FulcioClaim } from '../../src/model/fulcio-extensions.js';
import { PREDICATE } from '../../src/model/predicate-types.js';
import { parseReference } from '../../src/model/reference.js';
import { STATEMENT_V1, type Statement } from '../../src/model/statement.js';
import { openRepository } from '../../src/registry/repository.js';
import { FakeRegistry } from '../registry/fake-registry.js';
import { VirtualSigstore } from '../verification/virtual-ca.js';
import { putTestImage, type TestImage } from './test-image.js';

const TEST_SIGNED = '2026-03-01T12:00:00Z';

/** Every claim that a GitHub workflow's certificate carries. */
export const CLAIMS: Readonly<Record<FulcioClaim, string>> = {
  githubWorkflowTrigger: 'push',
  githubWorkflowSHA: 'abc123',
  githubWorkflowName: 'release',
  githubWorkflowRepository: 'acme/api',
  githubWorkflowRef: 'refs/tags/v1.2.3',
  buildSignerURI: 'https://github.com/acme/api/.github/workflows/release.yml@refs/tags/v1.2.3',
  buildSignerDigest: 'abc123',
  runnerEnvironment: 'github-hosted',
  sourceRepositoryURI: 'https://github.com/acme/api',
  sourceRepositoryDigest: 'abc123',
  sourceRepositoryRef: 'refs/tags/v1.2.3',
  sourceRepositoryIdentifier: '1',
  sourceRepositoryOwnerURI: 'https://github.com/acme',
  sourceRepositoryOwnerIdentifier: '2',
  buildConfigURI: 'https://github.com/acme/api/.github/workflows/release.yml@refs/tags/v1.2.3',
  buildConfigDigest: 'abc123',
  buildTrigger: 'push',
  runInvocationURI: 'https://github.com/acme/api/actions/runs/1/attempts/1',
  sourceRepositoryVisibilityAtSigning: 'public',
  deploymentEnvironment: 'production',
};

/** A registry, a Sigstore and a folder with key and trusted root. */
export class PolicyWorld {
  readonly sigstore = new VirtualSigstore();
  readonly folder = mkdtempSync(join(tmpdir(), 'acgs-policy-'));
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  private constructor(readonly registry: FakeRegistry) {
    writeFileSync(this.file('cosign.pub'), publicKeyPem(this.pair.publicKey));
    writeFileSync(
      this.file('other.pub'),
      publicKeyPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
    );
    writeFileSync(this.file('root.json'), JSON.stringify(this.sigstore.trustedRoot()));
    writeFileSync(this.file('other-root.json'), JSON.stringify(new VirtualSigstore().trustedRoot()));
  }

  static async start(): Promise<PolicyWorld> {
    return new PolicyWorld(await FakeRegistry.start());
  }

  async stop(): Promise<void> {
    await this.registry.close();
    rmSync(this.folder, { recursive: true });
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  reference(name: string): string {
    return `${this.registry.host}/acme/${name}:1`;
  }

  async putImage(name: string): Promise<TestImage> {
    const repository = openRepository(parseReference(this.reference(name)));
    const image = await putTestImage(repository, name);
    await repository.setTag('1', image.index);
    return image;
  }

  /** Signs an image, and with `recursive` its platforms, as the key and as the workflow; attests a scan as the workflow only. */
  async sign(name: string, how: { readonly recursive: boolean; readonly logged: boolean }): Promise<void> {
    const image = await openImage(this.reference(name));
    const subjects = await imageSubjects(image.source, image.root);
    const chosen = how.recursive ? subjects : subjects.slice(0, 1);
    for (const { manifest } of chosen) {
      const statement = signatureStatement(manifest.descriptor.digest, { env: 'prod' });
      await this.attach(image.source, manifest.descriptor, statement, 'key', how.logged);
      await this.attach(image.source, manifest.descriptor, statement, 'workflow', true);
      await this.attach(image.source, manifest.descriptor, scanOf(statement), 'workflow', true);
    }
  }

  private async attach(
    sink: ConstructorParameters<typeof WritableEvidenceIn>[0],
    subject: Descriptor,
    statement: Statement,
    by: 'key' | 'workflow',
    logged: boolean,
  ): Promise<void> {
    const { privateKey, publicKey } = this.pair;
    const log = logged ? { log: this.sigstore.rekor } : {};
    const bytes =
      by === 'workflow'
        ? encodeBundle(await this.sigstore.keyless(subject.digest, { statement, leaf: { claims: CLAIMS } }))
        : await this.sigstore.keyed(privateKey, publicKeyPem(publicKey), keyHint(publicKey), subject.digest, {
            statement,
            ...log,
          });
    await new WritableEvidenceIn(sink).attachBundle(subject, bytes, {
      predicateType: statement.predicateType,
      created: TEST_SIGNED,
    });
  }
}

function scanOf({ subject }: Statement): Statement {
  return { _type: STATEMENT_V1, subject, predicateType: PREDICATE.vuln, predicate: { scanner: {} } };
}
