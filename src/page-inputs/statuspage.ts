import { statuspageFiles } from '../statuspage/files.ts'
import { hash } from '../view/shared/hash.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** Programs ask for them every minute or so: the long lists can wait the second that what is wrong now cannot. */
const long: ReadonlySet<string> = new Set([
  'incidents.json',
  'scheduled-maintenances.json',
  'components.json',
])

/** The first `updated_at` of a file is the page's: its change alone is not urgent. */
const withoutUpdatedAt = (text: string): string => text.replace(/"updated_at":"[^"]*"/, '')

/** The files of Statuspage's API v2; they are small enough to be made to see whether they changed. */
export function* statuspageInputs({ snapshot, commonKey }: PageContext): Generator<PageInputs> {
  for (const [file, text] of statuspageFiles(snapshot))
    yield {
      place: `/api/v2/${file}`,
      fingerprint: hash(text),
      deferrableKey: long.has(file) ? commonKey : hash(withoutUpdatedAt(text)),
    }
}
