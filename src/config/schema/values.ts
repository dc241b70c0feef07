import { z } from 'zod';
import { messageOf } from '../../model/errors.js';
import { parsePlatform } from '../../model/platform.js';
import { parseReference } from '../../model/reference.js';
import { DURATION } from '../duration.js';

/** A DNS label that starts with a letter (RFC 1035): what Kubernetes wants of a Service's name. */
const DNS_LABEL = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const HOST_AND_PORT =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]):\d{1,5}$/i;
const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Text that reaches a command line, a header or a terminal: no control characters. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const PLAIN = /^[^\u0000-\u001f\u007f]*$/;

/** Text of a certain form; `message` says which, whatever was written instead. */
export function textLike(pattern: RegExp, message: string): z.ZodString {
  return z.string({ error: message }).regex(pattern, message);
}

/** One line of text, not empty. */
export const line = z
  .string()
  .min(1, 'expected some text')
  .max(4096, 'expected at most 4096 characters')
  .regex(PLAIN, 'expected one line without control characters');

/** Where a key is. */
export const key = line.describe('A file, env://VARIABLE or a KMS URI, as cosign takes it.');

/** A DNS label. */
export const dnsLabel = textLike(
  DNS_LABEL,
  'expected lower-case letters, digits and "-", starting with a letter, at most 63 characters',
);

/** `30s`, `5m`, `12h`, `5d` */
export const duration = textLike(DURATION, 'expected a duration such as 30s, 5m, 12h or 5d');

/** A TCP port. */
export const port = z
  .number()
  .int('expected a port from 1 to 65535')
  .min(1, 'expected a port from 1 to 65535')
  .max(65_535, 'expected a port from 1 to 65535');

/** The path part of a URL. */
export const urlPath = textLike(/^\/[^\s"'`$\\]*$/, 'expected a path that starts with "/"').max(
  1024,
  'expected at most 1024 characters',
);

/** An https URL, or http to loopback. */
export const serviceUrl = textLike(
  /^(?:https:\/\/[^\s/]+|http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?)(?:\/\S*)?$/,
  'expected an https:// URL (http:// only to loopback)',
);

/** Text that people also write as a number or as true and false: build arguments, environment values. */
const textOrNumber = z
  .union([z.string().max(32_768, 'expected at most 32768 characters'), z.number(), z.boolean()], {
    error: 'expected text, a number, true or false',
  })
  .transform(String);

/** Names as of environment variables, with values. */
export const variables = z.record(
  textLike(ENVIRONMENT_NAME, 'expected a name of letters, digits and "_"'),
  textOrNumber,
);

/** A service of this file, or `host:port` outside of it. */
export const callee = z
  .string()
  .refine(
    (text) => DNS_LABEL.test(text) || HOST_AND_PORT.test(text),
    'expected the name of a service, or host:port',
  );

/** `linux/amd64` */
export const platform = z.string().superRefine(throughParser(parsePlatform));

/** A repository without registry, tag and digest: `acme/api`. */
export const repository = z
  .string()
  .max(255, 'expected at most 255 characters')
  .regex(
    /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/,
    'expected a repository such as acme/api: lower case, no registry, no tag',
  );

/** A registry, with the path under which the images go: `ghcr.io/acme`, `127.0.0.1:5000`. */
export const registry = textLike(/^[^\s@]+$/, 'expected a registry such as ghcr.io/acme')
  .superRefine(throughParser((text) => parseReference(`${text}/x`)))
  .refine(
    (text) => /^(?:localhost|[^/]*[.:][^/]*)(?:\/|$)/.test(text),
    'expected a registry that starts with a host name, such as ghcr.io/acme or docker.io/acme',
  );

/** Turns one of the model's parsers into a check, so that a grammar is written once. */
function throughParser(
  parse: (text: string) => unknown,
): (text: string, context: z.core.$RefinementCtx<string>) => void {
  return (text, context) => {
    try {
      parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
    }
  };
}
