import { ACGS_URI } from '../model/uris.js';

/** The build type of images that acgs builds; its page is docs/buildtypes/container/v1.md. */
export const CONTAINER_BUILD_TYPE = `${ACGS_URI}/buildtypes/container/v1`;
