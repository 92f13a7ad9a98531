import type { Fault } from '../../core/monitoring/check.ts'
import type { NumberCondition } from '../../core/monitoring/monitor.ts'
import { meetsCondition, formatCondition } from '../shared/number-condition.ts'
import { followRedirects, requestOf } from '../http/follow-redirects.ts'
import { decodeBody } from '../http/decode-body.ts'
import { downIf, type Probe, ProbeFailure } from '../shared/probe.ts'
import { oneLine, quote } from '../../core/text/quote.ts'

/** Sends an instant query to a Prometheus server; every sample of the answer must satisfy the condition. */
export const prometheus: Probe<'prometheus'> = async ({ url, headers, query, expect }, context) => {
  const address = new URL(url)
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/query`
  address.searchParams.set('query', query)
  const answer = await followRedirects(
    requestOf(address.href, 'GET', { accept: 'application/json', ...headers }),
    { redirects: 5, keepBody: true },
    context,
  )
  const document = parseDocument(await decodeBody(answer, context.signal), answer.status)
  if (document['status'] !== 'success' || answer.status !== 200) {
    const reason = typeof document['error'] === 'string' ? `: ${quote(document['error'], 100)}` : ''
    return downIf({ code: 'status', detail: `Prometheus answered ${answer.status} with an error${reason}` })
  }
  return downIf(valueFault(samplesOf(document['data']), expect.value))
}

type PrometheusDocument = Readonly<Record<string, unknown>>
type PrometheusSample = { readonly value: number; readonly labels: Readonly<Record<string, string>> }

const isDocument = (value: unknown): value is PrometheusDocument =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function parseDocument(text: string, status: number): PrometheusDocument {
  try {
    const document: unknown = JSON.parse(text)
    if (isDocument(document)) return document
  } catch {
    // Reported below, like any other answer that is not Prometheus's.
  }
  if (status !== 200) throw new ProbeFailure('status', `answered ${status}, and not as Prometheus does`)
  throw new ProbeFailure('json', `not an answer of Prometheus: ${quote(text)}`)
}

/** The samples of a vector or the one of a scalar. Throws ProbeFailure `json` for anything else. */
function samplesOf(data: unknown): readonly PrometheusSample[] {
  if (!isDocument(data)) throw new ProbeFailure('json', 'the answer of Prometheus has no data')
  const { resultType, result } = data
  if (resultType === 'scalar') return [{ value: numberOf(result), labels: {} }]
  if (resultType !== 'vector' || !Array.isArray(result)) {
    const type = typeof resultType === 'string' ? quote(resultType, 30) : 'something unknown'
    throw new ProbeFailure('json', `the query gives ${type}, it must give numbers: a vector or a scalar`)
  }
  return result.map((each: unknown) => ({
    value: numberOf(isDocument(each) ? each['value'] : undefined),
    labels: labelsOf(isDocument(each) ? each['metric'] : undefined),
  }))
}

const labelsOf = (metric: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isDocument(metric) ? metric : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )

function numberOf(pair: unknown): number {
  const text: unknown = Array.isArray(pair) ? pair[1] : undefined
  if (typeof text !== 'string' || text.trim() === '')
    throw new ProbeFailure('json', 'a sample of the answer has no value')
  if (text === '+Inf' || text === 'Inf') return Infinity
  return text === '-Inf' ? -Infinity : Number(text)
}

function valueFault(samples: readonly PrometheusSample[], condition: NumberCondition): Fault | undefined {
  if (samples.length === 0) return { code: 'value', detail: 'the query gives no samples' }
  const violations = samples.filter(({ value }) => !meetsCondition(value, condition))
  const [first] = violations
  if (!first) return undefined
  const labels = oneLine(JSON.stringify(first.labels), 60)
  const which =
    samples.length === 1 ? 'the value' : `${violations.length} of ${samples.length} samples, first ${labels},`
  return { code: 'value', detail: `${which} is ${first.value}, expected ${formatCondition(condition)}` }
}
