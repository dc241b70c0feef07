/**
 * The ACGS-2 platform's constant label. It marks what belongs to the platform; it is no digest of anything and proves nothing.
 */
export const DEFAULT_CONSTITUTIONAL_HASH = 'cdd01ef066bc6cf2';
/** Image label and OCI annotation that carry it. */
export const HASH_LABEL = 'io.acgs.constitutional-hash';
