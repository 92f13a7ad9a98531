import type { APIRoute } from 'astro'
import { revisionsOf } from '../../../view/report/report-list.ts'

/** One revision of a frozen report, byte for byte as it was hashed. */
export const GET: APIRoute = ({ locals: { snapshot }, params }) => {
  const wanted = Number(params.revision)
  const found = revisionsOf(snapshot, params.period!).find(({ revision }) => revision === wanted)
  return new Response(found!.text, { headers: { 'content-type': 'application/json' } })
}
