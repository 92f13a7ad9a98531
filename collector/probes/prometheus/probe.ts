import type { Fault } from '../../core/monitoring/check.ts'
import type { NumberCondition } from '../../core/monitoring/monitor.ts'
import { satisfies, written } from '../shared/number-condition.ts'
import { follow, requestOf } from '../http/follow-redirects.ts'
import { textOf } from '../http/decode-body.ts'
import { downIf, Failing } from '../shared/probe.ts'
import type { Probe } from '../shared/probe.ts'
import { oneLine, quote } from '../../core/text/quote.ts'

/** Asks a Prometheus server an instant query; every sample of the answer must satisfy the condition. */
export const prometheus: Probe<'prometheus'> = async ({ url, headers, query, expect }, context) => {
  const address = new URL(url)
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/query`
  address.searchParams.set('query', query)
  const answer = await follow(
    requestOf(address.href, 'GET', { accept: 'application/json', ...headers }),
    { redirects: 5, keepBody: true },
    context,
  )
  const document = parse(await textOf(answer, context.signal), answer.status)
  if (document['status'] !== 'success' || answer.status !== 200) {
    const reason = typeof document['error'] === 'string' ? `: ${quote(document['error'], 100)}` : ''
    return downIf({ code: 'status', detail: `Prometheus answered ${answer.status} with an error${reason}` })
  }
  return downIf(valueFault(samplesOf(document['data']), expect.value))
}

type Fields = Readonly<Record<string, unknown>>
type Sample = { readonly value: number; readonly labels: Readonly<Record<string, string>> }

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function parse(text: string, status: number): Fields {
  try {
    const document: unknown = JSON.parse(text)
    if (isFields(document)) return document
  } catch {
    // Told below, like any other answer that is not Prometheus's.
  }
  if (status !== 200) throw new Failing('status', `answered ${status}, and not as Prometheus does`)
  throw new Failing('json', `not an answer of Prometheus: ${quote(text)}`)
}

/** The samples of a vector or the one of a scalar. Throws Failing `json` for anything else. */
export function samplesOf(data: unknown): readonly Sample[] {
  if (!isFields(data)) throw new Failing('json', 'the answer of Prometheus has no data')
  const { resultType, result } = data
  if (resultType === 'scalar') return [{ value: numberOf(result), labels: {} }]
  if (resultType !== 'vector' || !Array.isArray(result)) {
    const type = typeof resultType === 'string' ? quote(resultType, 30) : 'something unknown'
    throw new Failing('json', `the query gives ${type}, it must give numbers: a vector or a scalar`)
  }
  return result.map((each: unknown) => ({
    value: numberOf(isFields(each) ? each['value'] : undefined),
    labels: labelsOf(isFields(each) ? each['metric'] : undefined),
  }))
}

const labelsOf = (metric: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isFields(metric) ? metric : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )

function numberOf(pair: unknown): number {
  const text: unknown = Array.isArray(pair) ? pair[1] : undefined
  if (typeof text !== 'string' || text.trim() === '')
    throw new Failing('json', 'a sample of the answer has no value')
  if (text === '+Inf' || text === 'Inf') return Infinity
  return text === '-Inf' ? -Infinity : Number(text)
}

function valueFault(samples: readonly Sample[], condition: NumberCondition): Fault | undefined {
  if (samples.length === 0) return { code: 'value', detail: 'the query gives no samples' }
  const wrong = samples.filter(({ value }) => !satisfies(value, condition))
  const [first] = wrong
  if (!first) return undefined
  const labels = oneLine(JSON.stringify(first.labels), 60)
  const which =
    samples.length === 1 ? 'the value' : `${wrong.length} of ${samples.length} samples, first ${labels},`
  return { code: 'value', detail: `${which} is ${first.value}, expected ${written(condition)}` }
}
