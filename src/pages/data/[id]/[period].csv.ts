import type { APIRoute } from 'astro'
import { explanationCsv } from '../../../../collector/core/explain/explanation-document.ts'
import { dataPart } from '../../../view/shared/data-places.ts'
import { explainedId, explanationOf } from '../../../view/explanation/explained-periods.ts'

/** The intervals a figure is made of, for a spreadsheet. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) => {
  const found = explanationOf(snapshot, explainedId(snapshot, params['id']!, dataPart), params['period']!)
  return new Response(explanationCsv(found), { headers: { 'content-type': 'text/csv; charset=utf-8' } })
}
