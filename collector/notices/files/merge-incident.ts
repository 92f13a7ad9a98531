import { priorityOfImpact } from '../../core/incident/impact.ts'
import { derivedId } from '../../core/text/id.ts'
import { markFalseAlarm } from '../../core/incident/commands.ts'
import type { Impact, Incident, IncidentUpdate, Postmortem } from '../../core/incident/incident.ts'
import { mergeMessages, collectCorrections } from './merge-messages.ts'
import { type FileOrigin, nextVersion } from './next-version.ts'
import type { ParsedIncident } from './parsed-notice.ts'
import { validatePostmortem } from '../rules/incident-rules.ts'
import type { ValidationContext } from '../rules/validation-context.ts'

/**
 * The incident a file tells of: what the file says as it says it, all else as it is stored. The stored row itself where
 * that is the same.
 * @throws ValidationError when the postmortem does not fit
 */
export function mergeIncident(
  said: ParsedIncident,
  stored: Incident | null,
  origin: FileOrigin,
  read: ValidationContext,
): Incident {
  const { now } = read
  const noted = collectCorrections(stored?.corrections ?? [], now, said.author)
  const { note } = noted
  const merged = mergeMessages(said, said.messages, stored?.updates ?? [], noted, now)
  const updates = merged.updates as readonly IncidentUpdate[]
  const lastImpact = (of: readonly IncidentUpdate[]): Impact =>
    of.findLast((update) => update.impact !== undefined)?.impact ?? said.impact
  const impact = lastImpact(updates)
  const known = new Set(stored?.updates.map(({ id }) => id))
  const untold = lastImpact(updates.filter(({ id }) => known.has(id)))
  const usual = stored === null || stored.priority === priorityOfImpact(stored.impact)
  const priority = said.priority ?? (usual ? priorityOfImpact(impact) : stored.priority)
  const first = updates[0]!
  const startedAt = said.startedAt ?? stored?.startedAt ?? first.at
  if (stored) {
    note('title', stored.title, said.title)
    // A message that changes the impact is no correction of it.
    if (untold !== stored.impact) note('impact', stored.impact, untold)
    if (said.priority !== undefined) note('priority', stored.priority, said.priority)
    note('started_at', stored.startedAt, startedAt)
    if (said.detectedAt !== undefined) note('detected_at', stored.detectedAt, said.detectedAt)
    if (said.acknowledgedAt !== undefined) note('acknowledged_at', stored.acknowledgedAt, said.acknowledgedAt)
  }
  const told = said.messages.some(({ status }) => status === 'postmortem')
  const kept = merged.others.some(({ status }) => status === 'postmortem') ? stored?.postmortem : undefined
  const row: Incident = {
    id: said.id,
    title: said.title,
    impact,
    priority,
    startedAt,
    detectedAt: said.detectedAt ?? stored?.detectedAt ?? first.at,
    acknowledgedAt: said.acknowledgedAt ?? (stored ? stored.acknowledgedAt : first.at),
    ...acknowledgedBy(said, stored),
    automatic: stored?.automatic ?? false,
    about: stored?.about ?? null,
    updates,
    falseAlarm: stored?.falseAlarm ?? null,
    version: 1,
    ...(kept && !told && { postmortem: kept }),
    ...origin,
    ...(stored?.withdrawn && { withdrawn: stored.withdrawn }),
  }
  const learnt = said.postmortem && mergePostmortem(said, row, read, stored?.postmortem)
  if (learnt && stored?.postmortem) note('postmortem', stored.postmortem.body, learnt.body)
  const whole = {
    ...row,
    ...(learnt && { postmortem: learnt }),
    ...(noted.corrections.length > 0 && { corrections: noted.corrections }),
  }
  return nextVersion(stored, mergeFalseAlarm(whole, said, read))
}

function acknowledgedBy(said: ParsedIncident, stored: Incident | null): { acknowledgedBy?: string } {
  if (said.acknowledgedAt !== undefined && said.acknowledgedAt !== stored?.acknowledgedAt)
    return { acknowledgedBy: said.author }
  if (!stored) return { acknowledgedBy: said.author }
  return stored.acknowledgedBy === undefined ? {} : { acknowledgedBy: stored.acknowledgedBy }
}

function mergePostmortem(
  said: ParsedIncident,
  row: Incident,
  read: ValidationContext,
  before: Postmortem | undefined,
): Postmortem {
  const { given, at } = said.postmortem!
  const story = row.updates.filter(({ status }) => status !== 'postmortem')
  return {
    ...validatePostmortem({ ...row, updates: story.length > 0 ? story : row.updates }, given, read),
    at,
    author: before?.author ?? said.author,
  }
}

function mergeFalseAlarm(
  row: Incident,
  { falseAlarm: reason, id, author: by }: ParsedIncident,
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
