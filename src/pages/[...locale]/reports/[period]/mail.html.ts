import type { APIRoute } from 'astro'
import { reportMail } from '../../../../../collector/core/report/report-mail.ts'
import { frozenOf, reportOf, reportPlace } from '../../../../view/report/report-list.ts'
import { viewOf } from '../../../../view/shared/view.ts'

/** A report as the HTML of an e-mail: every style where it is used, nothing fetched. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) => {
  const period = params.period!
  const view = viewOf(snapshot, params.locale, reportPlace(period))
  const link = snapshot.page.url === null ? null : view.absolute(view.path(view.place))
  const { html } = reportMail(
    reportOf(snapshot, period),
    view.locale,
    frozenOf(snapshot, period) ?? null,
    link,
    snapshot.page.words,
  )
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
}
