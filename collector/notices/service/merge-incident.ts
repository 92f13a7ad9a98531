import { type Severity, priorityOfImpact, severityAfter } from '../../core/incident/impact.ts'
import { derivedId } from '../../core/text/id.ts'
import { markFalseAlarm } from '../../core/incident/commands.ts'
import type { Incident, IncidentUpdate, Postmortem } from '../../core/incident/incident.ts'
import { incidentFields } from '../../core/incident/fields.ts'
import {
  type FieldChange,
  type FieldValues,
  type NoticeField,
  dropEmptyFields,
} from '../../core/notice/notice-field.ts'
import { type CorrectionNotes, mergeMessages, collectCorrections } from './merge-messages.ts'
import { type FileOrigin, nextVersion } from './next-version.ts'
import type { DeclaredIncident } from './declared-notice.ts'
import { validatePostmortem } from '../rules/incident-rules.ts'
import type { PageSettings, ValidationContext } from '../rules/validation-context.ts'

/**
 * The incident a file declares: what the file says as the file has it, all else as stored. The stored row itself where
 * nothing differs.
 * @throws ValidationError when the postmortem does not fit
 */
export function mergeIncident(
  declared: DeclaredIncident,
  stored: Incident | null,
  origin: FileOrigin,
  read: ValidationContext,
  page: PageSettings,
): Incident {
  const { now } = read
  const { facts } = declared
  const notes = collectCorrections(stored?.corrections ?? [], now, declared.author)
  const merged = mergeMessages(declared, declared.messages, stored?.updates ?? [], notes, now)
  const updates = merged.updates as readonly IncidentUpdate[]
  const severity = declaredSeverity(declared, stored, updates)
  const first = updates[0]!
  const values = {
    ...facts,
    ...severity,
    startedAt: declared.beganAt ?? stored?.startedAt ?? first.at,
    detectedAt: facts.detectedAt ?? stored?.detectedAt ?? first.at,
    acknowledgedAt: facts.acknowledgedAt ?? (stored ? stored.acknowledgedAt : first.at),
  }
  if (stored) noteFacts(declared, stored, values, updates, notes)
  const hasPostmortem = declared.messages.some(({ status }) => status === 'postmortem')
  const kept = merged.others.some(({ status }) => status === 'postmortem') ? stored?.postmortem : undefined
  const row: Incident = {
    id: declared.id,
    ...(dropEmptyFields(incidentFields, values) as FieldValues<typeof incidentFields>),
    ...acknowledgedBy(declared, stored),
    automatic: stored?.automatic ?? false,
    about: stored?.about ?? null,
    updates,
    falseAlarm: stored?.falseAlarm ?? null,
    version: 1,
    ...(kept && !hasPostmortem && { postmortem: kept }),
    ...origin,
    ...(stored?.withdrawn && { withdrawn: stored.withdrawn }),
  }
  const postmortem = declared.postmortem && mergePostmortem(declared, row, read, page, stored?.postmortem)
  if (postmortem && stored?.postmortem) notes.note('postmortem', stored.postmortem.body, postmortem.body)
  const whole = {
    ...row,
    ...(postmortem && { postmortem }),
    ...(notes.corrections.length > 0 && { corrections: notes.corrections }),
  }
  return nextVersion(stored, mergeFalseAlarm(whole, declared, read))
}

/** Note the facts that the file says otherwise than before. */
function noteFacts(
  declared: DeclaredIncident,
  stored: Incident,
  values: FieldChange<typeof incidentFields>,
  updates: readonly IncidentUpdate[],
  { note }: CorrectionNotes,
): void {
  const { facts, author } = declared
  const storedIds = new Set(stored.updates.map(({ id }) => id))
  const storedUpdates = updates.filter(({ id }) => storedIds.has(id))
  for (const [key, { name }] of Object.entries<NoticeField>(incidentFields)) {
    const member = key as keyof typeof incidentFields
    // What merely follows, from messages or from the impact, is no correction of its own.
    if (member === 'priority' && facts.priority === undefined) continue
    if (member === 'impact') {
      if (facts.impact === undefined && stored.overrides?.impact !== author) continue
      note(name, stored.impact, declaredSeverity(declared, stored, storedUpdates).impact)
    } else note<unknown>(name, stored[member], values[member])
  }
}

/** The impact and the priority; what the file set before and no longer says is derived again. */
function declaredSeverity(
  { author, facts }: DeclaredIncident,
  stored: Incident | null,
  updates: readonly IncidentUpdate[],
): Severity {
  const messageSetsImpact = updates.some((update) => update.impact !== undefined)
  const input = {
    impact: messageSetsImpact ? undefined : facts.impact,
    priority: facts.priority,
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

function acknowledgedBy(
  { facts, author }: DeclaredIncident,
  stored: Incident | null,
): { acknowledgedBy?: string } {
  if (facts.acknowledgedAt !== undefined && facts.acknowledgedAt !== stored?.acknowledgedAt)
    return { acknowledgedBy: author }
  if (!stored) return { acknowledgedBy: author }
  return stored.acknowledgedBy === undefined ? {} : { acknowledgedBy: stored.acknowledgedBy }
}

function mergePostmortem(
  declared: DeclaredIncident,
  row: Incident,
  read: ValidationContext,
  page: PageSettings,
  before: Postmortem | undefined,
): Postmortem {
  const { input, at } = declared.postmortem!
  const story = row.updates.filter(({ status }) => status !== 'postmortem')
  return {
    ...validatePostmortem({ ...row, updates: story.length > 0 ? story : row.updates }, input, read, page),
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
