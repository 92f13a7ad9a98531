import type { MaintenanceStatus } from '../../core/maintenance/maintenance.ts'
import { parseInput } from '../rules/validate.ts'
import type { DeclaredMaintenance, DeclaredMessage } from '../service/declared-notice.ts'
import {
  type FileContext,
  dropEmptyValues,
  parseBody,
  parseHeading,
  parseSettings,
  spotOf,
} from './file-context.ts'
import { messageSettings, settingNames } from './front-matter.ts'
import type { FileSection } from './sections.ts'

const statuses = ['scheduled', 'in_progress', 'verifying', 'completed', 'cancelled'] as const

/** A message below its heading; it has no id yet. */
type MaintenanceMessage = Omit<DeclaredMessage<MaintenanceStatus>, 'id' | 'at'> & { readonly at: number }

/** A window begins and ends by itself: a heading without a status has the one of its instant. */
const statusWithin = (
  { scheduledFor, scheduledUntil }: DeclaredMaintenance['plan'],
  at: number,
): MaintenanceStatus => (at < scheduledFor ? 'scheduled' : at < scheduledUntil ? 'in_progress' : 'completed')

/**
 * The messages below the headings of a file, in its order; `file` collects its problems.
 *
 * @param plan the window; null where it could not be read
 * @param notify are readers notified of a message that does not say?
 */
export function parseMaintenanceMessages(
  sections: readonly FileSection[],
  plan: DeclaredMaintenance['plan'] | null,
  notify: boolean,
  file: FileContext,
): readonly MaintenanceMessage[] {
  return sections.flatMap((section): MaintenanceMessage[] => {
    const heading = parseHeading(section, statuses, file)
    const { settings, body } = parseSettings(section, settingNames(messageSettings.maintenance))
    file.problems.push(...settings.problems)
    const words = parseBody(body, file)
    const input = file.attempt(
      (path) => (path.startsWith('body') ? spotOf(body) : settings.spot(path)),
      () =>
        parseInput(messageSettings.maintenance, {
          ...(dropEmptyValues(settings.value) as object),
          ...(words !== undefined && { body: words }),
        }),
    )
    if (!heading || !input || !plan) return []
    const { at } = heading
    const status = heading.status ?? statusWithin(plan, at)
    if (words === undefined && (status === 'scheduled' || status === 'verifying'))
      file.addProblem(
        spotOf(body),
        'This message says nothing. Write what readers should know below its heading.',
      )
    return [{ at, status, body: input.body ?? '', components: {}, notify: input.notify ?? notify }]
  })
}
