import type { APIRoute } from 'astro'
import { explainedCsv } from '../../../../collector/core/explain/explained.ts'
import { dataPart } from '../../../data/place.ts'
import { explainedId, explanationOf } from '../../../view/explained.ts'

/** The intervals a figure is made of, for a spreadsheet. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) => {
  const found = explanationOf(snapshot, explainedId(snapshot, params['id']!, dataPart), params['period']!)
  return new Response(explainedCsv(found), { headers: { 'content-type': 'text/csv; charset=utf-8' } })
}
