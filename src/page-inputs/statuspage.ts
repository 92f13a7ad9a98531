import { statuspageFiles } from '../statuspage/files.ts'
import { hash } from '../view/shared/hash.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/**
 * The files of Statuspage's API v2; they are small enough to be made to see whether they changed. All are
 * urgent: those of one release carry one `updated_at` and one status.
 */
export function* statuspageInputs({ snapshot }: PageContext): Generator<PageInputs> {
  for (const [file, text] of statuspageFiles(snapshot))
    yield { place: `/api/v2/${file}`, fingerprint: hash(text) }
}
