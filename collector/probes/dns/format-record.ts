import { isIPv4, isIPv6 } from 'node:net'
import type { DnsType } from '../../core/monitoring/monitor.ts'

type RecordFields = Readonly<Record<string, unknown>>

const fieldsOf = (data: unknown): RecordFields =>
  data !== null && typeof data === 'object' ? (data as RecordFields) : {}
const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(textOf).join('')
    : Buffer.isBuffer(value)
      ? value.toString()
      : String(value ?? '')
const joinFields = (data: unknown, ...names: readonly string[]): string =>
  names.map((name) => textOf(fieldsOf(data)[name])).join(' ')

/** How the data of a record, as `dns-packet` and `node:dns` give it, is written in the configuration (as `dig +short`). */
const recordFormatters: Record<DnsType, (data: unknown) => string> = {
  A: textOf,
  AAAA: textOf,
  CNAME: textOf,
  NS: textOf,
  PTR: textOf,
  TXT: textOf,
  MX: (data) =>
    `${joinFields(data, 'preference')}${joinFields(data, 'priority')} ${joinFields(data, 'exchange')}`,
  SRV: (data) =>
    `${joinFields(data, 'priority', 'weight', 'port')} ${joinFields(data, 'target')}${joinFields(data, 'name')}`,
  CAA: (data) => formatCaa(fieldsOf(data)),
  SOA: (data) =>
    'mname' in fieldsOf(data)
      ? joinFields(data, 'mname', 'rname', 'serial', 'refresh', 'retry', 'expire', 'minimum')
      : joinFields(data, 'nsname', 'hostmaster', 'serial', 'refresh', 'retry', 'expire', 'minttl'),
}

/** `node:dns` names the tag itself (`{ critical: 0, issue: '…' }`), `dns-packet` has it as a field. */
function formatCaa(data: RecordFields): string {
  if ('tag' in data) return `${textOf(data['flags'])} ${textOf(data['tag'])} ${textOf(data['value'])}`
  const tag = Object.keys(data).find((name) => name !== 'critical' && name !== 'type') ?? ''
  return `${textOf(data['critical'])} ${tag} ${textOf(data[tag])}`
}

/** The strings of a TXT record as `dig` prints them: each in quotes, one behind the other. */
const quotedString = /"((?:[^"\\]|\\.)*)"/gs
const isQuoted = (text: string): boolean => text !== '' && text.replace(quotedString, '').trim() === ''

/** One text of all strings, without escapes (RFC 1035, section 5.1: `\"`, and `\233` for a byte). */
const unquoteStrings = (text: string): string =>
  [...text.matchAll(quotedString)]
    .map(([, inside = '']) =>
      inside.replace(/\\(\d{3}|.)/gs, (_, escaped: string) =>
        escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped,
      ),
    )
    .join('')

/** One spelling for what means the same: case, final dots, quotes, the many ways to write an IPv6 address. */
export function normalizeRecord(type: DnsType, record: string): string {
  const trimmed = record.trim()
  if (type === 'TXT') return isQuoted(trimmed) ? unquoteStrings(trimmed) : trimmed
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
export const formatRecord = (type: DnsType, data: unknown): string =>
  normalizeRecord(type, recordFormatters[type](data))

const groups = (part: string): string[] =>
  part === '' ? [] : part.split(':').map((group) => group.padStart(4, '0'))

/** The name to ask for: an address asked for its PTR becomes its name under `arpa`. */
export function queryName(type: DnsType, name: string): string {
  if (type !== 'PTR') return name
  if (isIPv4(name)) return `${name.split('.').toReversed().join('.')}.in-addr.arpa`
  if (!isIPv6(name)) return name
  const [head = '', tail = ''] = (URL.parse(`http://[${name}]`)?.hostname.slice(1, -1) ?? name).split('::')
  const missing = 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(missing).fill('0000'), ...groups(tail)]
  return `${all.join('').split('').toReversed().join('.')}.ip6.arpa`
}
