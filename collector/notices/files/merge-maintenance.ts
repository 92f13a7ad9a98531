import type { Maintenance, MaintenanceUpdate } from '../../core/maintenance/maintenance.ts'
import { mergeMessages, collectCorrections } from './merge-messages.ts'
import { type FileOrigin, nextVersion } from './next-version.ts'
import type { ParsedMaintenance } from './parsed-notice.ts'
import { validateMaintenanceChange } from '../rules/maintenance-rules.ts'
import type { PageSettings, ValidationContext } from '../rules/validation-context.ts'
import { validateNotice } from '../rules/window-rules.ts'

/**
 * The maintenance a file tells of, as for incidents. Its window is announced when it is first read; where others have
 * moved it since, it stays until the file names one that was never announced.
 * @throws ValidationError when the window is told too late, or cannot be changed any more
 */
export function mergeMaintenance(
  said: ParsedMaintenance,
  stored: Maintenance | null,
  origin: FileOrigin,
  read: ValidationContext,
  page: PageSettings,
): Maintenance {
  const { now } = read
  const noted = collectCorrections(stored?.corrections ?? [], now, said.author)
  const { note } = noted
  const merged = mergeMessages(said, said.messages, stored?.updates ?? [], noted, now)
  const updates = merged.updates.map(
    ({ components: _components, impact: _impact, ...update }) => update,
  ) as readonly MaintenanceUpdate[]
  const moved = stored?.announced.slice(0, -1).some(({ from, to }) => from === said.from && to === said.until)
  const from = moved ? stored!.scheduledFor : said.from
  const to = moved ? stored!.scheduledUntil : said.until
  const same = stored?.scheduledFor === from && stored.scheduledUntil === to
  if (!stored && !said.force && !said.cancelled) validateNotice(said.class, from, now, page, null)
  if (stored && !same)
    validateMaintenanceChange(
      { ...stored, class: said.class },
      {
        scheduled_for: new Date(from).toISOString(),
        scheduled_until: new Date(to).toISOString(),
        force: said.force,
      },
      read,
      page,
    )
  /** What others have done by an act of theirs stays done. */
  const others = (status: string, at: number | null | undefined): number | null =>
    at !== null && at !== undefined && merged.others.some((one) => one.status === status && one.at === at)
      ? at
      : null
  const says = (status: string, within: (at: number) => boolean): number | undefined =>
    updates.find(
      (one) => one.status === status && within(one.at) && !merged.others.some(({ id }) => id === one.id),
    )?.at
  const startedAt = says('in_progress', (at) => at < from) ?? others('in_progress', stored?.startedAt)
  const begins = Math.min(from, startedAt ?? Infinity)
  const completedAt =
    says('completed', (at) => at < to && at >= begins) ?? others('completed', stored?.completedAt)
  if (says('completed', (at) => at < begins) !== undefined)
    read.addIssue(
      '',
      'A message says completed before the window begins. Write cancelled, or the time it was completed.',
    )
  const cancelledAt =
    says('cancelled', () => true) ??
    (said.cancelled ? (stored?.cancelledAt ?? now) : others('cancelled', stored?.cancelledAt))
  if (stored) {
    note('title', stored.title, said.title)
    note('body', stored.body, said.body)
    note('components', stored.components, said.components)
    note('impact', stored.impact, said.impact)
    note('class', stored.class, said.class)
    note('reason', stored.reason, said.reason)
    note('alternatives', stored.alternatives, said.alternatives)
    note('tasks', stored.tasks, said.tasks)
    note('scheduled_for', stored.scheduledFor, from)
    note('scheduled_until', stored.scheduledUntil, to)
    if (stored.cancelledAt !== null && cancelledAt === null)
      note<number | null>('cancelled_at', stored.cancelledAt, null)
  }
  return nextVersion(stored, {
    id: said.id,
    title: said.title,
    body: said.body,
    components: said.components,
    impact: said.impact,
    class: said.class,
    reason: said.reason,
    alternatives: said.alternatives,
    tasks: said.tasks,
    publishedAt: stored?.publishedAt ?? now,
    scheduledFor: from,
    scheduledUntil: to,
    announced: same ? stored.announced : [...(stored?.announced ?? []), { at: now, from, to }],
    startedAt,
    completedAt,
    cancelledAt,
    updates,
    programme: stored?.programme ?? null,
    version: 1,
    ...origin,
    ...(stored?.withdrawn && { withdrawn: stored.withdrawn }),
    ...(noted.corrections.length > 0 && { corrections: noted.corrections }),
  })
}
