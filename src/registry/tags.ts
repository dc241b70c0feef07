import { AcgsError } from '../model/errors.js';
import { readBody } from '../system/read-body.js';
import { discard } from './discard.js';
import { parseJsonObject } from './bounded-json.js';
import { MANIFEST_LIMIT, PAGES_LIMIT, TAGS_LIMIT } from './limits.js';
import { nextPage } from './next-page.js';
import { type Repository } from './repository.js';

/** All tags of a repository (distribution-spec, "Listing tags"); a repository that is not there has none. */
export async function listTags(repository: Repository): Promise<string[]> {
  const tags: string[] = [];
  let to: string | URL | undefined = `${repository.repository}/tags/list?n=1000`;
  for (let page = 0; to !== undefined; page += 1) {
    if (page >= PAGES_LIMIT || tags.length > TAGS_LIMIT)
      throw new AcgsError('evidence/too-large', `${repository.name} lists more than ${TAGS_LIMIT} tags`);
    const address: string | URL = to;
    to = await repository.transport.exchange(
      {
        method: 'GET',
        to: address,
        doing: `GET tags of ${repository.name}`,
        scopes: repository.scopes('pull'),
        expect: [200, 404],
      },
      async (response) => {
        if (response.status === 404) {
          discard(response);
          return undefined;
        }
        const document = parseJsonObject(
          await readBody(response, MANIFEST_LIMIT),
          `the tag list of ${repository.name}`,
        );
        const listed = document['tags'] ?? [];
        if (!Array.isArray(listed) || !listed.every((tag) => typeof tag === 'string'))
          throw new AcgsError(
            'registry/protocol',
            `${repository.name}: the tag list is not a list of strings`,
          );
        tags.push(...listed);
        return nextPage(repository, response, `GET tags of ${repository.name}`);
      },
    );
  }
  return tags;
}
