import { Resolver } from 'node:dns/promises'
import type { Fault } from '../../core/monitoring/check.ts'
import type { DnsMonitor, DnsType } from '../../core/monitoring/monitor.ts'
import { downIf, Failing } from '../shared/probe.ts'
import type { Probe, ProbeContext } from '../shared/probe.ts'
import { oneLine, quote } from '../../core/text/quote.ts'
import { ask, serverOf } from './query.ts'
import { normalRecord, questionName, recordOf } from './records.ts'

/** Asks for records, at a certain server or as the system does, and compares them with what is expected. */
export const dns: Probe<'dns'> = async (monitor, context) => {
  const { type, server } = monitor
  const name = questionName(type, monitor.name)
  const found = server ? await fromServer(server, name, type, context) : await fromSystem(name, type, context)
  return downIf(recordsFault(monitor, found))
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
  const answer = await ask(serverOf(server), name, type, context)
  if (answer.rcode !== 'NOERROR')
    throw new Failing('dns', `${rcodes[answer.rcode] ?? 'the name server gave an error'} (${answer.rcode})`)
  return answer.answers.filter((record) => record.type === type).map(({ data }) => recordOf(type, data))
}

async function fromSystem(name: string, type: DnsType, { signal, trace }: ProbeContext): Promise<string[]> {
  const resolver = new Resolver()
  const cancel = (): void => resolver.cancel()
  signal.throwIfAborted()
  signal.addEventListener('abort', cancel, { once: true })
  trace.begin('wait')
  try {
    const answer: unknown = await resolver.resolve(name, type)
    return (Array.isArray(answer) ? answer : [answer]).map((data) => recordOf(type, data))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENODATA') return []
    throw error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

function recordsFault({ type, name, expect }: DnsMonitor, found: readonly string[]): Fault | undefined {
  if (!expect.records)
    return found.length > 0
      ? undefined
      : { code: 'dns', detail: `${oneLine(name, 80)} has no ${type} records` }
  const wanted = new Set(expect.records.map((record) => normalRecord(type, record)))
  const missing = [...wanted].filter((record) => !found.includes(record))
  const surplus = found.filter((record) => !wanted.has(record))
  if (missing.length + surplus.length === 0) return undefined
  const parts = [
    ...(missing.length > 0 ? [`missing ${quote(missing.join(', '))}`] : []),
    ...(surplus.length > 0 ? [`not expected ${quote(surplus.join(', '))}`] : []),
  ]
  return { code: 'records', detail: `the ${type} records are others: ${parts.join('; ')}` }
}
