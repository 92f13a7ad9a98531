const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'
const mask = (1n << 64n) - 1n

/**
 * 64-bit FNV-1a of a text (RFC 9923), as an unsigned BigInt. Not for secrets: for spreading and for stable names.
 */
function fnv1a(text: string): bigint {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & mask
  // FNV leaves short texts that differ in their last letter close together; this finaliser (from MurmurHash3) spreads them.
  hash ^= hash >> 33n
  hash = (hash * 0xff51afd7ed558ccdn) & mask
  hash ^= hash >> 33n
  hash = (hash * 0xc4ceb9fe1a85ec53n) & mask
  return hash ^ (hash >> 33n)
}

/** A stable id of 12 characters `[a-z0-9]` derived from what it names: the same parts give the same id everywhere. */
export function derivedId(...parts: readonly (string | number)[]): string {
  let rest = fnv1a(JSON.stringify(parts))
  let id = ''
  for (let i = 0; i < 12; i++) {
    id += alphabet[Number(rest % 36n)]
    rest /= 36n
  }
  return id
}

/** A number in [0, 1) derived from a text: spreads monitors over their interval, the same at every start. */
export const hashFraction = (text: string): number => Number(fnv1a(text) >> 11n) / 2 ** 53
