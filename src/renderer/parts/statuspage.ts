import { hash } from 'node:crypto'
import type { Route } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { statuspageFiles } from '../../statuspage/files.ts'

/** Programs ask for them every minute or so: the long lists can wait the second that what is wrong now cannot. */
const long: ReadonlySet<string> = new Set([
  'incidents.json',
  'scheduled-maintenances.json',
  'components.json',
])

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22)

/** That the page has changed somewhere is no news for a file that has not: its first `updated_at` is the page's. */
const news = (text: string): string => text.replace(/"updated_at":"[^"]*"/, '')

/** The files of Statuspage's API v2; they are small enough to be made to see whether they changed. */
export function* statuspageParts(snapshot: Snapshot, head: string): Generator<Omit<Route, 'file'>> {
  for (const [file, text] of statuspageFiles(snapshot))
    yield {
      path: `/api/v2/${file}`,
      fingerprint: short(text),
      deferrable: long.has(file) ? head : short(news(text)),
    }
}
