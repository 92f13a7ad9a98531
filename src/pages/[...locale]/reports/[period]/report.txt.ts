import type { APIRoute } from 'astro'
import { reportText } from '../../../../../collector/core/report/report-text.ts'
import { frozenOf, reportOf } from '../../../../view/report/report-list.ts'

/** A report as plain text, ready for an e-mail. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) => {
  const period = params.period!
  const text = reportText(
    reportOf(snapshot, period),
    params.locale ?? snapshot.page.locale,
    frozenOf(snapshot, period) ?? null,
    snapshot.page.words,
  )
  return new Response(text, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
