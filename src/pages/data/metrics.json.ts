import type { APIRoute } from 'astro'
import { openMetrics } from '../../view/metrics/metrics-data.ts'
import { viewOf } from '../../view/shared/view.ts'

/** Every public metric, for programs. */
export const GET: APIRoute = ({ locals: { snapshot } }) =>
  Response.json(openMetrics(snapshot, viewOf(snapshot, undefined, '/data/metrics.json').format.key))
