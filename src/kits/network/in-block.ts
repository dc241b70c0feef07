/** Whether an address lies in a block and in none of its exceptions (Kubernetes, IPBlock). @throws RangeError for what is no address */
export function inBlock(ip: string, cidr: string, except: readonly string[] = []): boolean {
  return inCidr(ip, cidr) && !except.some((hole) => inCidr(ip, hole));
}

function inCidr(ip: string, cidr: string): boolean {
  const [base = '', length = ''] = cidr.split('/');
  if (ip.includes(':') !== base.includes(':')) return false;
  const bits = ip.includes(':') ? 128n : 32n;
  const shift = bits - BigInt(length);
  return numberOf(ip) >> shift === numberOf(base) >> shift;
}

function numberOf(ip: string): bigint {
  if (!ip.includes(':')) return ip.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  const [head = '', tail] = ip.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n);
}
