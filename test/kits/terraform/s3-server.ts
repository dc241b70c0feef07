import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A write as the server took it. */
export interface S3Write {
  readonly key: string;
  /** `x-amz-server-side-encryption` and the key's id, as asked for. */
  readonly encryption: string | undefined;
  readonly kmsKey: string | undefined;
}

/** As much of S3 (and of STS) on the loopback as Terraform's backend asks for: conditional writes, versions, encryption headers. */
export interface S3Server extends AsyncDisposable {
  /** For Terraform's environment: no credentials of the machine, no other endpoint. */
  readonly env: Readonly<Record<string, string>>;
  readonly writes: readonly S3Write[];
  /** What lies there now, by `bucket/key`. */
  readonly objects: ReadonlyMap<string, string>;
  /** All versions of an object, oldest first. */
  versions(key: string): readonly string[];
  put(key: string, text: string): void;
}

const CALLER = (account: string): string =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/test</Arn><UserId>AIDATEST</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const EMPTY_LIST =
  '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>';
const failure = (code: string): string => `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;

/** @param account number of the account that the caller is said to be of */
export async function s3Server(account: string): Promise<S3Server> {
  const objects = new Map<string, string>();
  const versions = new Map<string, string[]>();
  const writes: S3Write[] = [];
  const put = (key: string, text: string): void => {
    objects.set(key, text);
    versions.set(key, [...(versions.get(key) ?? []), text]);
  };
  const answer = (request: IncomingMessage, body: string): [number, string] => {
    const key = decodeURIComponent(new URL(request.url ?? '/', 'http://s3').pathname.slice(1));
    if (request.method === 'POST') return [200, CALLER(account)];
    if (!key.includes('/')) return [200, EMPTY_LIST];
    if (request.method === 'PUT') {
      if (request.headers['if-none-match'] === '*' && objects.has(key))
        return [412, failure('PreconditionFailed')];
      const header = (name: string): string | undefined => request.headers[name]?.toString();
      const kmsKey = header('x-amz-server-side-encryption-aws-kms-key-id');
      writes.push({ key, encryption: header('x-amz-server-side-encryption'), kmsKey });
      put(key, body);
      return [200, ''];
    }
    if (request.method === 'DELETE') {
      objects.delete(key);
      return [204, ''];
    }
    const text = objects.get(key);
    return text === undefined ? [404, failure('NoSuchKey')] : [200, text];
  };
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const [status, text] = answer(request, body);
      response.writeHead(status, {
        'content-type': 'application/xml',
        'content-length': Buffer.byteLength(text),
      });
      response.end(request.method === 'HEAD' ? '' : text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_S3: url,
      AWS_ENDPOINT_URL_STS: url,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
    },
    writes,
    objects,
    versions: (key) => versions.get(key) ?? [],
    put,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A body, out of `aws-chunked` where it comes so: `SIZE;signature CRLF bytes CRLF …`. */
async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  let rest = Buffer.concat(parts);
  if (request.headers['content-encoding']?.includes('aws-chunked') !== true) return rest.toString('utf8');
  const chunks: Buffer[] = [];
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, end).toString(), 16);
    if (!(size > 0)) return Buffer.concat(chunks).toString('utf8');
    chunks.push(rest.subarray(end + 2, end + 2 + size));
    rest = rest.subarray(end + 4 + size);
  }
}
