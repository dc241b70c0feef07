import { type Descriptor } from '../model/descriptor.js';
import { type Digest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { OCI_INDEX } from '../model/media-types.js';
import { readBody } from '../system/read-body.js';
import { MANIFEST_LIMIT, PAGES_LIMIT, REFERRERS_LIMIT } from './limits.js';
import { nextPage } from './next-page.js';
import { readManifest } from './read-manifest.js';
import { referrersPath } from './paths.js';
import { type Repository } from './repository.js';

/** Answers of registries that do not know the endpoint, all seen in the field; who may not read at all is told by 401. */
const UNSUPPORTED = [400, 403, 404, 405, 406, 415, 501];

/**
 * Asks the referrers API (distribution-spec, "Listing Referrers"), without a filter: descriptors of old indexes name
 * wrong artifact types. It counts only if the answer is 200 and an OCI index; a server that is down is an error, so
 * that evidence is never overlooked because of it. Nothing where there is no such API.
 * @throws AcgsError `evidence/too-large` past 1,000 referrers, `registry/*`
 */
export async function queryReferrers(
  repository: Repository,
  subject: Digest,
): Promise<Descriptor[] | undefined> {
  const found: Descriptor[] = [];
  const doing = `GET referrers of ${repository.name}@${subject}`;
  let to: string | URL | undefined = referrersPath(repository.repository, subject);
  for (let page = 0; to !== undefined; page += 1) {
    if (page >= PAGES_LIMIT)
      throw new AcgsError('evidence/too-large', `${doing}: more than ${PAGES_LIMIT} pages`);
    const address: string | URL = to;
    const answer: Page | undefined = await repository.transport.exchange(
      {
        method: 'GET',
        to: address,
        doing,
        scopes: repository.scopes('pull'),
        headers: { accept: OCI_INDEX },
        expect: page === 0 ? [200, ...UNSUPPORTED] : [200],
      },
      async (response) => {
        const type = response.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
        if (response.status !== 200 || type !== OCI_INDEX) {
          response.body.destroy();
          return undefined;
        }
        const content = readManifest(await readBody(response, MANIFEST_LIMIT), OCI_INDEX, doing);
        if (content.kind !== 'index') throw new AcgsError('registry/protocol', `${doing}: expected an index`);
        return { descriptors: content.index.manifests, next: nextPage(repository, response, doing) };
      },
    );
    if (answer === undefined) {
      if (page === 0) return undefined;
      throw new AcgsError('registry/protocol', `${doing}: page ${page + 1} is no index`);
    }
    found.push(...answer.descriptors);
    limitReferrers(found.length, `${repository.name}@${subject}`);
    to = answer.next;
  }
  return found;
}

interface Page {
  readonly descriptors: readonly Descriptor[];
  readonly next: URL | undefined;
}

/** @throws AcgsError `evidence/too-large` past {@link REFERRERS_LIMIT} */
export function limitReferrers(count: number, subject: string): void {
  if (count > REFERRERS_LIMIT)
    throw new AcgsError(
      'evidence/too-large',
      `${subject} has more than the ${REFERRERS_LIMIT} referrers allowed`,
      { next: ['remove old signatures and attestations of this image'] },
    );
}
