import { Resolver } from 'node:dns/promises'
import type { Fault } from '../../core/monitoring/check.ts'
import type { DnsMonitor, DnsType } from '../../core/monitoring/monitor.ts'
import { downIf, type Probe, type ProbeContext, ProbeFailure } from '../shared/probe.ts'
import { oneLine, quote } from '../../core/text/quote.ts'
import { queryNameServer, parseNameServer } from './query.ts'
import { formatRecord, normalizeRecord, queryName, readableText } from './format-record.ts'

/** Resolves records, at a given server or as the system does, and compares them with those expected. */
export const dns: Probe<'dns'> = async (monitor, context) => {
  const { type, server } = monitor
  const name = queryName(type, monitor.name)
  const records = server
    ? await fromServer(server, name, type, context)
    : await fromSystem(name, type, context)
  return downIf(recordsFault(monitor, records))
}

const rcodes: Record<string, string> = {
  NXDOMAIN: 'the name does not exist',
  SERVFAIL: 'the name server failed',
  REFUSED: 'the name server refused the question',
}

async function fromServer(
  server: string,
  name: string,
  type: DnsType,
  context: ProbeContext,
): Promise<string[]> {
  const answer = await queryNameServer(parseNameServer(server), name, type, context)
  if (answer.rcode !== 'NOERROR')
    throw new ProbeFailure(
      'dns',
      `${rcodes[answer.rcode] ?? 'the name server gave an error'} (${answer.rcode})`,
    )
  return answer.answers.filter((record) => record.type === type).map(({ data }) => formatRecord(type, data))
}

async function fromSystem(name: string, type: DnsType, { signal, trace }: ProbeContext): Promise<string[]> {
  const resolver = new Resolver()
  const cancel = (): void => resolver.cancel()
  signal.throwIfAborted()
  signal.addEventListener('abort', cancel, { once: true })
  trace.begin('wait')
  try {
    const answer: unknown = await resolver.resolve(name, type)
    return (Array.isArray(answer) ? answer : [answer]).map((data) => formatRecord(type, data))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENODATA') return []
    throw error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

function recordsFault({ type, name, expect }: DnsMonitor, records: readonly string[]): Fault | undefined {
  if (!expect.records)
    return records.length > 0
      ? undefined
      : { code: 'dns', detail: `${oneLine(name, 80)} has no ${type} records` }
  const expected = new Set(expect.records.map((record) => normalizeRecord(type, record)))
  const missing = [...expected].filter((record) => !records.includes(record))
  const surplus = records.filter((record) => !expected.has(record))
  if (missing.length + surplus.length === 0) return undefined
  const listed = (some: readonly string[], others: readonly string[]): string =>
    quote(some.map((record) => fromDifference(type, record, others)).join(', '))
  const parts = [
    ...(missing.length > 0 ? [`missing ${listed(missing, surplus)}`] : []),
    ...(surplus.length > 0 ? [`not expected ${listed(surplus, missing)}`] : []),
  ]
  return { code: 'records', detail: `the ${type} records are others: ${parts.join('; ')}` }
}

/** Characters of what two records have in common that are shown; more of it would leave no room for the difference. */
const longestCommon = 20

/** A record as people read it, from a little before the place on where it differs from the one most like it. */
function fromDifference(type: DnsType, record: string, others: readonly string[]): string {
  const common = Math.max(0, ...others.map((other) => commonLength(record, other)))
  const shown = common > longestCommon ? record.slice(common - longestCommon / 2) : record
  const text = type === 'TXT' ? readableText(shown) : shown
  return shown === record ? text : `…${text}`
}

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}
