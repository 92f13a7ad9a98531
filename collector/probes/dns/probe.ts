import { Resolver } from 'node:dns/promises'
import type { Fault } from '../../core/monitoring/check.ts'
import type { DnsMonitor, DnsType } from '../../core/monitoring/monitor.ts'
import { downIf, type Probe, type ProbeContext, ProbeFailure } from '../shared/probe.ts'
import { oneLine, quote } from '../../core/text/quote.ts'
import { queryNameServer, parseNameServer } from './query.ts'
import { normalizeRecord, queryName, formatRecord } from './format-record.ts'

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
  const parts = [
    ...(missing.length > 0 ? [`missing ${quote(missing.join(', '))}`] : []),
    ...(surplus.length > 0 ? [`not expected ${quote(surplus.join(', '))}`] : []),
  ]
  return { code: 'records', detail: `the ${type} records are others: ${parts.join('; ')}` }
}
