import type { APIRoute } from 'astro'
import { reportCsv } from '../../../../collector/core/report/report-csv.ts'
import { reportOf } from '../../../view/report/report-list.ts'

/** A report as one table that a spreadsheet filters, names in the page's language. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) =>
  new Response(reportCsv(reportOf(snapshot, params.period!), snapshot.page.locale), {
    headers: { 'content-type': 'text/csv; charset=utf-8' },
  })
