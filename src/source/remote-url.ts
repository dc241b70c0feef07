/**
 * A git remote as an https URL that may be published: no user, no token, no query, no `.git`. Undefined for a path on
 * this machine, which would tell others about it.
 */
export function publicRemoteUrl(remote: string): string | undefined {
  const text = remote.trim();
  const scp = /^(?:[^@/\s:]+@)?([a-zA-Z0-9.-]+\.[a-zA-Z0-9-]+|localhost):(?!\/\/)(\/?[^\s]+)$/.exec(text);
  if (scp?.[1] !== undefined && scp[2] !== undefined) return published(scp[1], scp[2]);
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!['https:', 'http:', 'ssh:', 'git:', 'git+ssh:'].includes(url.protocol) || url.hostname === '')
    return undefined;
  // A port of ssh or git says nothing about the web server.
  return published(/^https?:$/.test(url.protocol) ? url.host : url.hostname, url.pathname);
}

function published(host: string, path: string): string | undefined {
  const clean = path
    .replace(/[?#].*$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  return clean === '' || /[\s\u0000-\u001f\u007f]/.test(clean) ? undefined : `https://${host}/${clean}`;
}
