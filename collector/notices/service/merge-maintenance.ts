import { correctableFields } from '../../core/maintenance/commands.ts'
import type { Maintenance, MaintenanceUpdate } from '../../core/maintenance/maintenance.ts'
import { mergeMessages, collectCorrections } from './merge-messages.ts'
import { type FileOrigin, nextVersion } from './next-version.ts'
import type { DeclaredMaintenance } from './declared-notice.ts'
import { validateMaintenanceChange } from '../rules/maintenance-rules.ts'
import type { PageSettings, ValidationContext } from '../rules/validation-context.ts'
import { validateNotice } from '../rules/window-rules.ts'

/**
 * The maintenance a file declares, as for incidents. Its window is announced when it is first read; where others have
 * moved it since, it stays until the file names one that was never announced.
 * @throws ValidationError when the window is announced too late, or cannot be changed any more
 */
export function mergeMaintenance(
  declared: DeclaredMaintenance,
  stored: Maintenance | null,
  origin: FileOrigin,
  read: ValidationContext,
  page: PageSettings,
): Maintenance {
  const { now } = read
  const { plan } = declared
  const notes = collectCorrections(stored?.corrections ?? [], now, declared.author)
  const { note } = notes
  const merged = mergeMessages(declared, declared.messages, stored?.updates ?? [], notes, now)
  const updates = merged.updates.map(
    ({ components: _components, impact: _impact, ...update }) => update,
  ) as readonly MaintenanceUpdate[]
  const moved = stored?.announced
    .slice(0, -1)
    .some((span) => span.from === plan.scheduledFor && span.to === plan.scheduledUntil)
  const from = moved ? stored!.scheduledFor : plan.scheduledFor
  const to = moved ? stored!.scheduledUntil : plan.scheduledUntil
  const same = stored?.scheduledFor === from && stored.scheduledUntil === to
  if (!stored && !declared.force && !declared.cancelled) validateNotice(plan.class, from, now, page, null)
  if (stored && !same)
    validateMaintenanceChange(
      { ...stored, class: plan.class },
      {
        scheduled_for: new Date(from).toISOString(),
        scheduled_until: new Date(to).toISOString(),
        force: declared.force,
      },
      read,
      page,
    )
  /** What other ways in have done by a command stays done. */
  const others = (status: string, at: number | null | undefined): number | null =>
    at !== null && at !== undefined && merged.others.some((one) => one.status === status && one.at === at)
      ? at
      : null
  const instantOf = (status: string, within: (at: number) => boolean): number | undefined =>
    updates.find(
      (one) => one.status === status && within(one.at) && !merged.others.some(({ id }) => id === one.id),
    )?.at
  const startedAt = instantOf('in_progress', (at) => at < from) ?? others('in_progress', stored?.startedAt)
  const begins = Math.min(from, startedAt ?? Infinity)
  const completedAt =
    instantOf('completed', (at) => at < to && at >= begins) ?? others('completed', stored?.completedAt)
  if (instantOf('completed', (at) => at < begins) !== undefined)
    read.addIssue(
      '',
      'A message says completed before the window begins. Write cancelled, or the time it was completed.',
    )
  const cancelledAt =
    instantOf('cancelled', () => true) ??
    (declared.cancelled ? (stored?.cancelledAt ?? now) : others('cancelled', stored?.cancelledAt))
  const window = { ...plan, scheduledFor: from, scheduledUntil: to }
  if (stored) {
    for (const [member, name] of correctableFields) note<unknown>(name, stored[member], window[member])
    if (stored.cancelledAt !== null && cancelledAt === null)
      note<number | null>('cancelled_at', stored.cancelledAt, null)
  }
  return nextVersion(stored, {
    id: declared.id,
    ...window,
    publishedAt: stored?.publishedAt ?? now,
    announced: same ? stored.announced : [...(stored?.announced ?? []), { at: now, from, to }],
    startedAt,
    completedAt,
    cancelledAt,
    updates,
    programme: stored?.programme ?? null,
    version: 1,
    ...origin,
    ...(stored?.withdrawn && { withdrawn: stored.withdrawn }),
    ...(notes.corrections.length > 0 && { corrections: notes.corrections }),
  })
}
