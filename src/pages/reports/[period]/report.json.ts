import type { APIRoute } from 'astro'
import { frozenOf, reportOf } from '../../../view/report/report-list.ts'

/** A report as a document: a frozen one byte for byte as it was hashed. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) => {
  const period = params.period!
  const text = frozenOf(snapshot, period)?.text ?? JSON.stringify(reportOf(snapshot, period))
  return new Response(text, { headers: { 'content-type': 'application/json' } })
}
