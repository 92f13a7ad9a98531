import type { APIRoute } from 'astro'
import { reportPlace } from '../../view/report-list.ts'

/** Every link of the chain of frozen reports, oldest first, with the address of the data it covers. */
export const GET: APIRoute = ({ locals }) =>
  Response.json({
    chain: locals.snapshot.reports.map(
      ({ sequence, period, revision, frozenAt, why, data, previous, hash }) => ({
        sequence,
        period,
        revision,
        frozen_at: new Date(frozenAt).toISOString(),
        why,
        data,
        previous,
        hash,
        file: `${reportPlace(period)}revision-${revision}.json`,
      }),
    ),
  })
