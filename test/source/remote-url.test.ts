import { expect, it } from 'vitest';
import { publicRemoteUrl } from '../../src/source/remote-url.js';

it.each([
  ['git@github.com:acme/api.git', 'https://github.com/acme/api'],
  ['ssh://git@github.com:22/acme/api.git', 'https://github.com/acme/api'],
  ['https://x-access-token:ghs_abc@github.com/acme/api', 'https://github.com/acme/api'],
  ['https://user@example.com:8443/a/b/c.git/', 'https://example.com:8443/a/b/c'],
  ['http://example.com/a.git', 'https://example.com/a'],
  ['git://example.com/a.git', 'https://example.com/a'],
  ['https://example.com/a?token=abc#x', 'https://example.com/a'],
  ['/home/me/secret-project', undefined],
  ['../other', undefined],
  ['file:///srv/git/a.git', undefined],
  ['https://example.com/', undefined],
  ['ext::sh -c touch% pwned', undefined],
  ['C:\\work\\repo', undefined],
  ['', undefined],
])('%s', (remote, expected) => {
  expect(publicRemoteUrl(remote)).toBe(expected);
});
