/** The pieces of an image name as written; none is expanded or completed. */
export interface ImageName {
  /** Everything before tag and digest. */
  readonly name: string;
  /** Host part, when the first component is one (it has a dot or a port, or is `localhost`). */
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** A variable occurs somewhere. */
  readonly variable: boolean;
}

/** Reads `registry/repository:tag@digest`; variables may stand anywhere. */
export function parseImageName(text: string): ImageName {
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const rest = at === -1 ? text : text.slice(0, at);
  const colon = tagColon(rest);
  const name = colon === -1 ? rest : rest.slice(0, colon);
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isHost = first !== '' && (first.includes('.') || first.includes(':') || first === 'localhost');
  return {
    name,
    registry: isHost ? first : undefined,
    repository: isHost ? name.slice(slash + 1) : name,
    tag: colon === -1 ? undefined : rest.slice(colon + 1),
    digest,
    variable: text.includes('$'),
  };
}

/** The colon before the tag: after the last slash and outside `${…}` (`${IMAGE:-debian:12}` is one variable). */
function tagColon(text: string): number {
  let depth = 0;
  let found = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{') depth++;
    else if (character === '}') depth--;
    else if (depth === 0 && character === '/') found = -1;
    else if (depth === 0 && character === ':' && found === -1) found = at;
  }
  return found;
}
