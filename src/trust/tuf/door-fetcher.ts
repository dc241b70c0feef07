import { join } from 'node:path';
import { type Fetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { makeTemporaryDirectory, remove, writeFileAtomic } from '../../system/files.js';
import { send } from '../../system/http.js';
import { readBody } from '../../system/read-body.js';

/**
 * Fetches for `tuf-js` through our door: `--offline`, proxies and time-outs hold, redirects are not followed, and no answer is read
 * beyond the length that the metadata allows.
 */
export const doorFetcher: Fetcher = {
  async downloadBytes(url, maxLength) {
    const response = await send({ method: 'GET', url });
    if (response.status !== 200) {
      response.body.destroy();
      // What `tuf-js` looks for: 404 after the last root means that there is no newer one.
      throw new DownloadHTTPError(`${url} answered ${response.status}`, response.status);
    }
    return await readBody(response, maxLength);
  },
  async downloadFile(url, maxLength, handler) {
    const folder = await makeTemporaryDirectory('acgs-tuf-');
    try {
      const file = join(folder, 'download');
      await writeFileAtomic(file, await doorFetcher.downloadBytes(url, maxLength));
      return await handler(file);
    } finally {
      await remove(folder);
    }
  },
};
