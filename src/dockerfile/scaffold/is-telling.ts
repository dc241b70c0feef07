/** Files that say what a project is, in any folder. */
const MANIFEST =
  /(?:^|\/)(?:package\.json|pnpm-workspace\.yaml|\.yarnrc\.yml|yarn\.lock|\.nvmrc|\.node-version|\.python-version|pyproject\.toml|poetry\.lock|requirements\.txt|go\.(?:mod|work)|Cargo\.toml|rust-toolchain(?:\.toml)?|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|global\.json|[^/]+\.csproj|Gemfile(?:\.lock)?|config\.ru|\.ruby-version|composer\.json|tsconfig\.json)$/;

/** Sources near the top of a service, where applications start. */
const ENTRY = /^(?:[^/]+\/){0,3}[^/]+\.(?:py|js|mjs|cjs|ts|go|rs|rb|php)$/;

/**
 * Whether detection wants the text of a file.
 * @param path relative to the top of the repository
 * @param folder of the service, relative to the top
 */
export function isTelling(path: string, folder: string): boolean {
  if (MANIFEST.test(path)) return true;
  const own = folder === '' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
  return ENTRY.test(own) && !/(?:^|\/)(?:tests?|spec|docs|examples|migrations)\//.test(own);
}
