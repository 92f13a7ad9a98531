import { hash } from 'node:crypto'
import type { Route } from '../../../collector/core/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot.ts'
import { statuspageFiles } from '../../statuspage/files.ts'

/** Programs ask for them every minute or so: the long lists can wait the second that what is wrong now cannot. */
const calm: ReadonlySet<string> = new Set([
  'incidents.json',
  'scheduled-maintenances.json',
  'components.json',
])

/** The files of Statuspage's API v2; they are small enough to be made to see whether they changed. */
export function* statuspageParts(snapshot: Snapshot, head: string): Generator<Omit<Route, 'file'>> {
  for (const [file, text] of statuspageFiles(snapshot))
    yield {
      path: `/api/v2/${file}`,
      fingerprint: hash('sha256', text, 'base64url').slice(0, 22),
      ...(calm.has(file) && { calm: head }),
    }
}
