/** Limits on what comes from outside (docs/security-model.md). Sizes are bytes. */

/** Largest manifest or index; the distribution specification asks registries to take at least this much. */
export const MANIFEST_LIMIT = 4 * 1024 * 1024;
/** Most referrers of one subject, over all pages. */
export const REFERRERS_LIMIT = 1_000;
/** Most pages of any paginated answer: an endless `Link` must end somewhere. */
export const PAGES_LIMIT = 100;
/** Most tags listed of one repository. */
export const TAGS_LIMIT = 100_000;
/** Deepest nesting of JSON from outside. */
export const JSON_DEPTH_LIMIT = 64;
/** Largest answer of a token endpoint, or error document of a registry. */
export const SMALL_ANSWER_LIMIT = 256 * 1024;
/** Most redirects followed for one request. */
export const REDIRECTS_LIMIT = 5;
/** How deep indexes may hold indexes, and referrers referrers. */
export const NESTING_LIMIT = 8;
