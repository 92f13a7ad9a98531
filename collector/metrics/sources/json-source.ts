import { parsePath, valueAt } from '../../core/text/json-path.ts'
import { oneLine, quote } from '../../core/text/quote.ts'
import { PullError, fetchText } from '../../net/fetch-text.ts'
import { numberIn } from '../../net/parse-number.ts'
import type { Pull } from './source.ts'

/** The number at a path into the JSON that an address answers. */
export const json: Pull<'json'> = async (pull, signal) => {
  const path = oneLine(pull.path, 60)
  const steps = parsePath(pull.path)
  if (!steps) throw new PullError(`${path} is not a path into JSON. Write for example $.cpu`)
  const { status, text } = await fetchText(pull, new URL(pull.url), signal)
  if (status < 200 || status > 299) throw new PullError(`answered ${status}`)
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw new PullError(`the answer is not JSON: ${quote(text)}`)
  }
  const found = valueAt(document, steps)
  if (found === undefined) throw new PullError(`there is nothing at ${path}`)
  const value = numberIn(found)
  if (value === null) throw new PullError(`what is at ${path} is no number`)
  return value
}
