import { BlockList, isIP } from 'node:net'

/**
 * What is not on the public Internet, by the IANA registries of special-purpose addresses (RFC 6890 and its updates) and of
 * multicast; of those that are reachable by exception none is where somebody takes a message.
 */
const notPublic4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // the platform below machines in Azure
  ['169.254.0.0', 16], // link-local, with the metadata of most clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24], // AS112
  ['192.52.193.0', 24], // AMT
  ['192.88.99.0', 24], // relays of 6to4
  ['192.168.0.0', 16], // private
  ['192.175.48.0', 24], // AS112
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
]

/** All that is public is in here … */
const global6 = ['2000::', 3] as const

/** … but for this. Loopback, link-local, unique local, multicast and mapped addresses are outside already. */
const notPublic6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // protocol assignments, with Teredo, benchmarks and ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which carries any address of IPv4
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // documentation
]

/** Addresses that are another way to an address of IPv4, in their last 32 bits: that one decides. */
const carriers: readonly (readonly [string, number])[] = [
  ['::ffff:0:0', 96], // mapped
  ['64:ff9b::', 96], // NAT64
]

const blocked = new BlockList()
for (const [address, length] of notPublic4) blocked.addSubnet(address, length, 'ipv4')
for (const [address, length] of notPublic6) blocked.addSubnet(address, length, 'ipv6')
const global = new BlockList()
global.addSubnet(...global6, 'ipv6')
const carrying = new BlockList()
for (const [address, length] of carriers) carrying.addSubnet(address, length, 'ipv6')

/** Is this, an address of IPv4 or IPv6 as the system writes it, on the public Internet? Anything else is not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !blocked.check(address, 'ipv4')
  // One with a zone (`fe80::1%eth0`) is of this machine's own networks.
  if (isIP(address) !== 6 || address.includes('%')) return false
  const carried = carriedAddress(address)
  if (carried !== null) return isPublicAddress(carried)
  return global.check(address, 'ipv6') && !blocked.check(address, 'ipv6')
}

/** The address of IPv4 that one of IPv6 leads to; null for one of its own. */
function carriedAddress(address: string): string | null {
  if (!carrying.check(address, 'ipv6')) return null
  // The parser of URLs writes the last 32 bits as two groups, however they came.
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':')
  const [high = '0', low = '0'] = groups.slice(-2)
  const bits = (Number.parseInt(high || '0', 16) << 16) | Number.parseInt(low || '0', 16)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}

/** The longest address of somebody else's that is kept, characters. */
const longestUrl = 2_000

/**
 * Reads an address that a stranger gave, to send messages to: `https:`, on port 443 or one that is free to use (1024 and above),
 * without a name and a password. Returns it in its one normal form, or null. Whether its host is public is decided when it is
 * connected to; what is certainly not is refused here.
 */
export function parsePublicUrl(text: string): string | null {
  const trimmed = text.trim()
  // oxlint-disable-next-line no-control-regex
  if (trimmed.length > longestUrl || /[\s\\\u0000-\u001f\u007f]/.test(trimmed)) return null
  if (!/^https:\/\/[^/?#]/i.test(trimmed)) return null
  const url = URL.parse(trimmed)
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null
  if (url.port !== '' && Number(url.port) < 1024) return null
  if (!isPossibleHost(url.hostname)) return null
  url.hash = ''
  return url.href.length <= longestUrl ? url.href : null
}

/** Names for machines of a network of one's own (RFC 6761, RFC 6762, RFC 8375, RFC 9476, and what ICANN reserves). */
const privateNames = /(?:^|\.)(?:localhost|local|internal|home\.arpa|test|example|invalid|onion|alt)$/

function isPossibleHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '')
  if (host.startsWith('[')) return isPublicAddress(host.slice(1, -1))
  if (isIP(host) !== 0) return isPublicAddress(host)
  return host.includes('.') && host.length <= 253 && !privateNames.test(host)
}
