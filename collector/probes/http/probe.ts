import type { IncomingHttpHeaders } from 'node:http'
import type { Fault } from '../../core/monitoring/check.ts'
import type { HttpMonitor } from '../../core/monitoring/monitor.ts'
import { bodyFault } from '../shared/expect-body.ts'
import { jsonFault } from '../shared/expect-json.ts'
import { downIf, type Probe } from '../shared/probe.ts'
import { quote } from '../../core/text/quote.ts'
import { followRedirects, requestOf } from './follow-redirects.ts'
import { decodeBody } from './decode-body.ts'
import { headerText } from './header-text.ts'

const within = (ranges: HttpMonitor['expect']['status'], status: number): boolean =>
  ranges.some(([from, to]) => status >= from && status <= to)

/** Sends the request, follows redirects, and compares the last answer with the expectations. */
export const http: Probe<'http'> = async ({ url, method, headers, body, redirects, expect }, context) => {
  const success = expect.status.some(([from, to]) => from <= 299 && to >= 200)
  const readsBody =
    expect.json.length > 0 ||
    expect.bodyContains !== undefined ||
    expect.bodyLacks !== undefined ||
    expect.bodyMatches !== undefined
  const answer = await followRedirects(
    requestOf(url, method, headers, body),
    // Where a redirect is expected and no success, the redirect itself is evaluated.
    { redirects, keepBody: readsBody, isAccepted: (status) => !success && within(expect.status, status) },
    context,
  )
  const headFault = statusFault(expect.status, answer.status) ?? headerFault(expect.header, answer.headers)
  if (headFault || !readsBody) return downIf(headFault)
  const text = await decodeBody(answer, context.signal)
  return downIf(bodyFault(expect, text) ?? jsonFault(expect.json, text, answer.truncated))
}

function statusFault(accepted: HttpMonitor['expect']['status'], status: number): Fault | undefined {
  if (within(accepted, status)) return undefined
  const expected = accepted.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ')
  return { code: 'status', detail: `answered ${status}, expected ${expected}` }
}

function headerFault(
  expected: HttpMonitor['expect']['header'],
  headers: IncomingHttpHeaders,
): Fault | undefined {
  for (const [name, text] of Object.entries(expected)) {
    const value = Object.hasOwn(headers, name.toLowerCase()) ? headers[name.toLowerCase()] : undefined
    if (value === undefined) return { code: 'header', detail: `the header ${name} is missing` }
    const actual = headerText(Array.isArray(value) ? value.join(', ') : value)
    if (!actual.includes(text))
      return { code: 'header', detail: `the header ${name} is ${quote(actual)}, which lacks ${quote(text)}` }
  }
  return undefined
}
