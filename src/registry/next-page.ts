import { AcgsError } from '../model/errors.js';
import { type HttpResponse } from '../system/http.js';
import { type Repository } from './repository.js';

const NEXT = /<([^<>]{1,2048})>\s*;[^,]*\brel="?next"?/i;

/**
 * The address of the next page in a `Link` header (RFC 8288); it must be the registry's own.
 * @throws AcgsError `registry/protocol`
 */
export function nextPage(repository: Repository, response: HttpResponse, doing: string): URL | undefined {
  const link = response.headers['link'];
  const target = link === undefined ? undefined : NEXT.exec(link.slice(0, 8_192))?.[1];
  if (target === undefined) return undefined;
  const url = repository.transport.resolve(target, response, doing);
  if (!repository.transport.isOwn(url))
    throw new AcgsError('registry/protocol', `${doing}: the next page lies on another host, ${url.host}`);
  return url;
}
