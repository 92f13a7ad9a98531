import { decodeUserinfo } from '../../core/text/decode-userinfo.ts'
import { redact } from '../../core/text/redact.ts'
import type { MetricPull } from '../../core/metric/metric.ts'
import { PullError } from '../../net/fetch-text.ts'
import { json } from './json-source.ts'
import { prometheus } from './prometheus-source.ts'
import type { Pull } from './source.ts'

export { PullError } from '../../net/fetch-text.ts'

/** The table of pulls: a new kind is one file and one line here. */
const pulls = { prometheus, json } satisfies { [K in MetricPull['kind']]: Pull<K> }

/**
 * Fetch the figure of a metric once; always ends within its timeout. Rejects with PullError, which says why in words
 * without secrets, or with the reason of `signal`.
 *
 * @param secrets never repeated in an error, besides the pull's own headers and the user and query of its address
 */
export async function pullFigure(
  pull: MetricPull,
  signal: AbortSignal,
  secrets: readonly string[] = [],
): Promise<number> {
  try {
    // The table pairs every kind with its own pull; the compiler cannot follow that through a union.
    return await (pulls as unknown as Record<string, Pull<never>>)[pull.kind]!(pull as never, signal)
  } catch (error) {
    if (!(error instanceof PullError)) throw error
    throw new PullError(redact(error.message, [...secrets, ...ownSecrets(pull)]), { cause: error.cause })
  }
}

/** What is sent there and might be echoed: header values, the words in them, and what an address may hide. */
function ownSecrets({ headers, url }: MetricPull): string[] {
  const { username, password, searchParams } = new URL(url)
  const values = Object.entries(headers).flatMap(([name, value]) =>
    name === 'accept' ? [] : [value, ...value.split(' ').filter((word) => word.length > 7)],
  )
  return [...values, decodeUserinfo(username), decodeUserinfo(password), ...searchParams.values()]
}
