import { isIPv4, isIPv6 } from 'node:net'
import type { DnsType } from '../../core/monitoring/monitor.ts'

type Fields = Readonly<Record<string, unknown>>

const fields = (data: unknown): Fields => (data !== null && typeof data === 'object' ? (data as Fields) : {})
const text = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(text).join('')
    : Buffer.isBuffer(value)
      ? value.toString()
      : String(value ?? '')
const joined = (data: unknown, ...names: readonly string[]): string =>
  names.map((name) => text(fields(data)[name])).join(' ')

/** How the data of a record, as `dns-packet` and `node:dns` give it, is written in the configuration (as `dig +short`). */
const writers: Record<DnsType, (data: unknown) => string> = {
  A: text,
  AAAA: text,
  CNAME: text,
  NS: text,
  PTR: text,
  TXT: text,
  MX: (data) => `${joined(data, 'preference')}${joined(data, 'priority')} ${joined(data, 'exchange')}`,
  SRV: (data) =>
    `${joined(data, 'priority', 'weight', 'port')} ${joined(data, 'target')}${joined(data, 'name')}`,
  CAA: (data) => caa(fields(data)),
  SOA: (data) =>
    'mname' in fields(data)
      ? joined(data, 'mname', 'rname', 'serial', 'refresh', 'retry', 'expire', 'minimum')
      : joined(data, 'nsname', 'hostmaster', 'serial', 'refresh', 'retry', 'expire', 'minttl'),
}

/** `node:dns` names the tag itself (`{ critical: 0, issue: '…' }`), `dns-packet` has it as a field. */
function caa(data: Fields): string {
  if ('tag' in data) return `${text(data['flags'])} ${text(data['tag'])} ${text(data['value'])}`
  const tag = Object.keys(data).find((name) => name !== 'critical' && name !== 'type') ?? ''
  return `${text(data['critical'])} ${tag} ${text(data[tag])}`
}

/** One spelling for what means the same: case, final dots, quotes, the many ways to write an IPv6 address. */
export function normalRecord(type: DnsType, record: string): string {
  const trimmed = record.trim()
  if (type === 'TXT') return trimmed.replace(/^"(.*)"$/s, '$1')
  if (type === 'CAA') return trimmed.replaceAll('"', '').replace(/\s+/g, ' ')
  if (type === 'AAAA' && isIPv6(trimmed))
    return URL.parse(`http://[${trimmed}]`)?.hostname.slice(1, -1) ?? trimmed
  return trimmed
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/\.$/, ''))
    .join(' ')
}

/** The data of a record as text, in its one spelling. */
export const recordOf = (type: DnsType, data: unknown): string => normalRecord(type, writers[type](data))

const groups = (part: string): string[] =>
  part === '' ? [] : part.split(':').map((group) => group.padStart(4, '0'))

/** The name to ask for: an address asked for its PTR becomes its name under `arpa`. */
export function questionName(type: DnsType, name: string): string {
  if (type !== 'PTR') return name
  if (isIPv4(name)) return `${name.split('.').toReversed().join('.')}.in-addr.arpa`
  if (!isIPv6(name)) return name
  const [head = '', tail = ''] = (URL.parse(`http://[${name}]`)?.hostname.slice(1, -1) ?? name).split('::')
  const missing = 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(missing).fill('0000'), ...groups(tail)]
  return `${all.join('').split('').toReversed().join('.')}.ip6.arpa`
}
