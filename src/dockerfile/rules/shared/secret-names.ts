/** hadolint's words (DL3064), anywhere in a name. */
const HADOLINT = /password|secret|token|api_key|private|username|^aws_access_key_id$/i;
const HARMLESS = /(_FILE|_PATH|_DIR|_NAME)$|tokenizer|secretary/i;

/** BuildKit's words, each as a whole part of the name (moby/buildkit, SecretsUsedInArgOrEnv). */
const BUILDKIT =
  /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token|passphrase)(?:_|$)/i;
/** Names of public things, and of files that hold the secret. */
const ALLOWED = /(?:_|^)(?:public(?:_|$)|[a-z_]*(?:file|version)$)/i;

/** Whether hadolint takes a variable of this name for a secret. */
export function isSecretToHadolint(name: string): boolean {
  return HADOLINT.test(name) && !HARMLESS.test(name);
}

/** Whether BuildKit does. */
export function isSecretToBuildkit(name: string): boolean {
  return BUILDKIT.test(name) && !ALLOWED.test(name);
}
