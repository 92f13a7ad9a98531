import { oneLine, quote } from '../../core/text/quote.ts'
import { PullError, fetchText } from '../../net/fetch-text.ts'
import { numberIn } from '../../net/parse-number.ts'
import type { Pull } from './source.ts'

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The one sample that a Prometheus server answers to an instant query. */
export const prometheus: Pull<'prometheus'> = async (pull, signal) => {
  const address = new URL(pull.url)
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/query`
  address.searchParams.set('query', pull.query)
  const { status, text } = await fetchText(pull, address, signal)
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    document = null
  }
  if (!isFields(document)) {
    if (status !== 200) throw new PullError(`answered ${status}, and not as Prometheus does`)
    throw new PullError(`the answer is not one of Prometheus: ${quote(text)}`)
  }
  if (status !== 200 || document['status'] !== 'success') {
    const errorText = typeof document['error'] === 'string' ? `: ${quote(document['error'], 100)}` : ''
    throw new PullError(`Prometheus answered ${status} with an error${errorText}`)
  }
  return sampleOf(document['data'])
}

/** The value of a scalar, or of a vector with exactly one sample. @throws PullError for anything else */
function sampleOf(data: unknown): number {
  if (!isFields(data)) throw new PullError('the answer of Prometheus has no data')
  const { resultType, result } = data
  if (resultType === 'scalar') return valueOf(result)
  if (resultType !== 'vector' || !Array.isArray(result)) {
    const type = typeof resultType === 'string' ? quote(resultType, 30) : 'something unknown'
    throw new PullError(`the query gives ${type}. Write one that gives a vector or a scalar`)
  }
  if (result.length === 0) throw new PullError('the query gives no sample')
  if (result.length > 1)
    throw new PullError(
      `the query gives ${result.length} samples. Write one that gives a single one, such as sum(…)`,
    )
  const [only] = result as unknown[]
  return valueOf(isFields(only) ? only['value'] : undefined)
}

/** Of `[instant, "value"]`. */
function valueOf(pair: unknown): number {
  const text: unknown = Array.isArray(pair) ? pair[1] : undefined
  if (typeof text !== 'string') throw new PullError('the sample has no value')
  const value = numberIn(text)
  if (value === null) throw new PullError(`the sample is ${oneLine(text, 20)}, which is no figure`)
  return value
}
