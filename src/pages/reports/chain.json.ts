import type { APIRoute } from 'astro'
import { reportPlace } from '../../view/report/report-list.ts'

/** How a reader's own program checks the chain: see `linkText`. */
const how = {
  data: 'SHA-256, in hex, of the bytes of the file',
  hash: 'SHA-256, in hex, of seven lines in UTF-8, each ended by a line feed: sequence, period, revision, frozen_at, why, data, previous; what is null is an empty line',
  previous: 'the hash of the link before',
}

/** Every link of the chain of frozen reports, oldest first, with the address of the data it covers. */
export const GET: APIRoute = ({ locals }) =>
  Response.json({
    how,
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
