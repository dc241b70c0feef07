/** A package URL in its parts (package-url/purl-spec). */
export interface Purl {
  readonly type: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath: string;
}

/** Parts of a package URL, or nothing if it is none. */
export function parsePurl(text: string): Purl | undefined {
  try {
    if (!text.startsWith('pkg:')) return undefined;
    const [beforeSubpath = '', subpath = ''] = splitLast(text.slice('pkg:'.length), '#');
    const [beforeQualifiers = '', query = ''] = splitLast(beforeSubpath, '?');
    const path = beforeQualifiers.replace(/^\/+/, '');
    const slash = path.indexOf('/');
    if (slash <= 0) return undefined;
    const rest = path.slice(slash + 1).replace(/\/+$/, '');
    const at = rest.lastIndexOf('@');
    const hasVersion = at > rest.lastIndexOf('/');
    const segments = (hasVersion ? rest.slice(0, at) : rest).split('/').map(decodeURIComponent);
    const name = segments.pop() ?? '';
    if (name === '') return undefined;
    return {
      type: path.slice(0, slash).toLowerCase(),
      namespace: segments.join('/'),
      name,
      version: hasVersion ? decodeURIComponent(rest.slice(at + 1)) : '',
      qualifiers: new Map(
        query
          .split('&')
          .filter((pair) => pair.includes('='))
          .map((pair) => {
            const equals = pair.indexOf('=');
            return [pair.slice(0, equals).toLowerCase(), decodeURIComponent(pair.slice(equals + 1))];
          }),
      ),
      subpath: decodeURIComponent(subpath),
    };
  } catch (error) {
    // decodeURIComponent's only failure: a stray percent sign, so no package URL.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function splitLast(text: string, mark: string): [string, string?] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/**
 * Whether `wanted` covers `actual`: what `wanted` leaves out matches anything, what it names must be equal
 * (Trivy, pkg/purl/purl.go Match).
 */
export function purlCovers(wanted: Purl, actual: Purl): boolean {
  return (
    wanted.type === actual.type &&
    wanted.namespace === actual.namespace &&
    wanted.name === actual.name &&
    (wanted.version === '' || wanted.version === actual.version) &&
    (wanted.subpath === '' || wanted.subpath === actual.subpath) &&
    [...wanted.qualifiers].every(([key, value]) => actual.qualifiers.get(key) === value)
  );
}

/** A package URL without version and qualifiers: what an ignore entry should name, so that it survives a rebuild. */
export function purlOfPackage(text: string): string {
  const end = text.search(/[?#]/);
  const plain = end < 0 ? text : text.slice(0, end);
  const at = plain.lastIndexOf('@');
  return at > plain.lastIndexOf('/') ? plain.slice(0, at) : plain;
}
