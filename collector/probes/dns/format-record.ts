import { isIPv4, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import type { DnsType } from '../../core/monitoring/monitor.ts'

type RecordFields = Readonly<Record<string, unknown>>

const fieldsOf = (data: unknown): RecordFields =>
  data !== null && typeof data === 'object' ? (data as RecordFields) : {}
const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(textOf).join('')
    : Buffer.isBuffer(value)
      ? value.toString('latin1')
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

/** A character for each byte, as records are compared: a string of a TXT record is bytes, whatever they mean. */
const bytesOf = (text: string): string => Buffer.from(text).toString('latin1')

/** A text record as people read it. */
export const readableText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString()

/** One text of all strings, without escapes (RFC 1035, section 5.1: `\"`, and `\233` for a byte). */
const unquoteStrings = (bytes: string): string =>
  [...bytes.matchAll(quotedString)]
    .map(([, inside = '']) =>
      inside.replace(/\\(\d{3}|.)/gs, (_, escaped: string) =>
        escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped,
      ),
    )
    .join('')

/** The bytes of a text record as it is written in the configuration. */
const writtenText = (text: string): string => {
  const bytes = bytesOf(text.trim())
  return isQuoted(bytes) ? unquoteStrings(bytes) : bytes
}

/**
 * One canonical spelling for equal data: case, final dots, quotes, letters outside ASCII, the many ways to write an IPv6
 * address. A text is a character for each byte (see `readableText`).
 */
export function normalizeRecord(type: DnsType, record: string): string {
  if (type === 'TXT') return writtenText(record)
  const trimmed = record.trim()
  if (type === 'CAA') return trimmed.replaceAll('"', '').replace(/\s+/g, ' ')
  if (type === 'AAAA' && isIPv6(trimmed))
    return URL.parse(`http://[${trimmed}]`)?.hostname.slice(1, -1) ?? trimmed
  return trimmed
    .toLowerCase()
    .split(/\s+/)
    .map((word) => asciiName(word).replace(/\.$/, ''))
    .join(' ')
}

// Names with underscores (_dmarc) are as they are.
const asciiName = (word: string): string =>
  /^[\u0021-\u007e]*$/.test(word) ? word : domainToASCII(word) || word

/** The data of a record as text, in its canonical spelling; of the strings of a TXT record, whose quotes are its own. */
export const formatRecord = (type: DnsType, data: unknown): string =>
  type === 'TXT' ? recordFormatters[type](data).trim() : normalizeRecord(type, recordFormatters[type](data))

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
