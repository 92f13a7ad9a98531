import type { APIRoute } from 'astro'
import { explanationJson } from '../../../../collector/core/explain/explanation-document.ts'
import { dataPart } from '../../../view/shared/data-places.ts'
import { explainedId, explanationOf } from '../../../view/explanation/explained-periods.ts'

/** Everything a figure is made of. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) => {
  const found = explanationOf(snapshot, explainedId(snapshot, params['id']!, dataPart), params['period']!)
  return new Response(JSON.stringify(explanationJson(found)), {
    headers: { 'content-type': 'application/json' },
  })
}
