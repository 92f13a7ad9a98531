import type { APIRoute } from 'astro'
import { explainedDocument } from '../../../../collector/core/explain/explained.ts'
import { dataPart } from '../../../data/place.ts'
import { explainedId, explanationOf } from '../../../view/explained.ts'

/** Everything a figure is made of. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) => {
  const found = explanationOf(snapshot, explainedId(snapshot, params['id']!, dataPart), params['period']!)
  return new Response(JSON.stringify(explainedDocument(found)), {
    headers: { 'content-type': 'application/json' },
  })
}
