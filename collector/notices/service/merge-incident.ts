import {
  type Severity,
  type SeverityInput,
  priorityOfImpact,
  severityAfter,
} from '../../core/incident/impact.ts'
import { derivedId } from '../../core/text/id.ts'
import { markFalseAlarm } from '../../core/incident/commands.ts'
import type { Incident, IncidentUpdate, Postmortem } from '../../core/incident/incident.ts'
import { mergeMessages, collectCorrections } from './merge-messages.ts'
import { type FileOrigin, nextVersion } from './next-version.ts'
import type { DeclaredIncident } from './declared-notice.ts'
import { validatePostmortem } from '../rules/incident-rules.ts'
import type { ValidationContext } from '../rules/validation-context.ts'

/**
 * The incident a file tells of: what the file says as it says it, all else as it is stored. The stored row itself where
 * that is the same.
 * @throws ValidationError when the postmortem does not fit
 */
export function mergeIncident(
  declared: DeclaredIncident,
  stored: Incident | null,
  origin: FileOrigin,
  read: ValidationContext,
): Incident {
  const { now } = read
  const notes = collectCorrections(stored?.corrections ?? [], now, declared.author)
  const { note } = notes
  const merged = mergeMessages(declared, declared.messages, stored?.updates ?? [], notes, now)
  const updates = merged.updates as readonly IncidentUpdate[]
  const input = { impact: declared.setsImpact ? declared.impact : undefined, priority: declared.priority }
  const severity = declaredSeverity(declared, stored, updates, input)
  const first = updates[0]!
  const startedAt = declared.startedAt ?? stored?.startedAt ?? first.at
  if (stored) {
    note('title', stored.title, declared.title)
    // What merely follows from a message, new or corrected, is no correction of its own.
    if (declared.setsImpact || stored.overrides?.impact === declared.author) {
      const storedIds = new Set(stored.updates.map(({ id }) => id))
      const storedUpdates = updates.filter(({ id }) => storedIds.has(id))
      note('impact', stored.impact, declaredSeverity(declared, stored, storedUpdates, input).impact)
    }
    if (declared.priority !== undefined) note('priority', stored.priority, declared.priority)
    note('started_at', stored.startedAt, startedAt)
    if (declared.detectedAt !== undefined) note('detected_at', stored.detectedAt, declared.detectedAt)
    if (declared.acknowledgedAt !== undefined)
      note('acknowledged_at', stored.acknowledgedAt, declared.acknowledgedAt)
  }
  const told = declared.messages.some(({ status }) => status === 'postmortem')
  const kept = merged.others.some(({ status }) => status === 'postmortem') ? stored?.postmortem : undefined
  const row: Incident = {
    id: declared.id,
    title: declared.title,
    ...severity,
    startedAt,
    detectedAt: declared.detectedAt ?? stored?.detectedAt ?? first.at,
    acknowledgedAt: declared.acknowledgedAt ?? (stored ? stored.acknowledgedAt : first.at),
    ...acknowledgedBy(declared, stored),
    automatic: stored?.automatic ?? false,
    about: stored?.about ?? null,
    updates,
    falseAlarm: stored?.falseAlarm ?? null,
    version: 1,
    ...(kept && !told && { postmortem: kept }),
    ...origin,
    ...(stored?.withdrawn && { withdrawn: stored.withdrawn }),
  }
  const postmortem = declared.postmortem && mergePostmortem(declared, row, read, stored?.postmortem)
  if (postmortem && stored?.postmortem) note('postmortem', stored.postmortem.body, postmortem.body)
  const whole = {
    ...row,
    ...(postmortem && { postmortem: postmortem }),
    ...(notes.corrections.length > 0 && { corrections: notes.corrections }),
  }
  return nextVersion(stored, mergeFalseAlarm(whole, declared, read))
}

/** The impact and the priority; what the file set before and no longer says is derived again. */
function declaredSeverity(
  { author }: DeclaredIncident,
  stored: Incident | null,
  updates: readonly IncidentUpdate[],
  { impact, priority }: Pick<SeverityInput, 'impact' | 'priority'>,
): Severity {
  const messageSetsImpact = updates.some((update) => update.impact !== undefined)
  const input = {
    impact: messageSetsImpact ? undefined : impact,
    priority,
    messageSetsImpact,
    isWhole: true,
  }
  if (!stored) return severityAfter(null, updates, input, author)
  const { overrides = {} } = stored
  const before = {
    ...stored,
    overrides: Object.fromEntries(Object.entries(overrides).filter(([, by]) => by !== author)),
    ...(overrides.priority === author && { priority: priorityOfImpact(stored.impact) }),
  }
  return severityAfter(before, updates, input, author)
}

function acknowledgedBy(declared: DeclaredIncident, stored: Incident | null): { acknowledgedBy?: string } {
  if (declared.acknowledgedAt !== undefined && declared.acknowledgedAt !== stored?.acknowledgedAt)
    return { acknowledgedBy: declared.author }
  if (!stored) return { acknowledgedBy: declared.author }
  return stored.acknowledgedBy === undefined ? {} : { acknowledgedBy: stored.acknowledgedBy }
}

function mergePostmortem(
  declared: DeclaredIncident,
  row: Incident,
  read: ValidationContext,
  before: Postmortem | undefined,
): Postmortem {
  const { given, at } = declared.postmortem!
  const story = row.updates.filter(({ status }) => status !== 'postmortem')
  return {
    ...validatePostmortem({ ...row, updates: story.length > 0 ? story : row.updates }, given, read),
    at,
    author: before?.author ?? declared.author,
  }
}

function mergeFalseAlarm(
  row: Incident,
  { falseAlarm: reason, id, author: by }: DeclaredIncident,
  read: ValidationContext,
): Incident {
  if (reason === undefined) return row
  if (row.falseAlarm) return { ...row, falseAlarm: { ...row.falseAlarm, reason } }
  return markFalseAlarm(
    row,
    { reason },
    { now: read.now, by, id: () => derivedId('file-update', id, 'false-alarm') },
  )
}
