import { ACGS_URI } from '../../model/uris.js';

/** Page of a rule: ours, or ShellCheck's wiki. */
export function ruleUrl(id: string): string {
  return id.startsWith('SC') ? `https://www.shellcheck.net/wiki/${id}` : `${ACGS_URI}/rules/${id}`;
}
