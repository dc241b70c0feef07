/** Every URI of ours starts here; each has its page under docs/. */
export const ACGS_URI = 'https://acgs.io/cli';
