import { falseAlarmFields } from '../../../../collector/core/console/false-alarm-field.ts'
import { formValues, isSame } from '../../../../collector/core/console/notice-form.ts'
import type { FormLanguage, NoticeValues } from '../../../../collector/core/console/field-forms.ts'
import type {
  IncidentAct,
  IncidentPage,
  NoticeForm,
} from '../../../../collector/core/console/notice-pages.ts'
import type { AudienceCount } from '../../../../collector/core/delivery/audience-count.ts'
import { fillPlaceholders } from '../../../../collector/core/i18n/sentences.ts'
import {
  incidentFields,
  incidentUpdateFields,
  postmortemFields,
} from '../../../../collector/core/incident/fields.ts'
import type { Incident } from '../../../../collector/core/incident/incident.ts'
import type { NoticeFields } from '../../../../collector/core/notice/notice-field.ts'
import { toHtml } from '../../../../collector/core/text/markdown.ts'
import { toneOf } from '../../incident/incident.ts'
import type { View } from '../../shared/view.ts'
import { viewOf } from '../../shared/view.ts'
import type { ConsoleView } from '../console-view.ts'
import { type Control, controlsOf } from './controls.ts'
import { postmortemOutline } from './postmortem-outline.ts'

/** The fields of a form: those that are always looked at, and those that most leave as they follow from the others. */
export type FormFields = { readonly first: readonly Control[]; readonly more: readonly Control[] }

const withMore = (controls: readonly Control[], first: readonly string[]): FormFields => ({
  first: first.flatMap((name) => controls.filter((one) => one.name === name)),
  more: controls.filter(({ name }) => !first.includes(name)),
})

/** The fields of a new incident. It is acknowledged by being opened. */
export function openingFields({ view }: ConsoleView, { values, trouble }: NoticeForm<Incident>): FormFields {
  const { acknowledgedAt: _, ...facts } = incidentFields
  const controls = controlsOf(
    { ...incidentUpdateFields, ...facts },
    { view, values, trouble, isMessage: false },
  )
  return withMore(controls, ['title', 'body', 'components'])
}

/** The fields of what can be done to an incident. */
export function actFields(
  { view }: ConsoleView,
  { act, message, incident, form: { values, trouble } }: Extract<IncidentPage, { page: 'incident' }>,
): FormFields {
  const of = (fields: NoticeFields, isMessage: boolean, filled: NoticeValues = values) =>
    controlsOf(fields, { view, values: filled, trouble, isMessage })
  switch (act) {
    case 'update':
      return withMore(of({ ...incidentUpdateFields, priority: incidentFields.priority }, true), [
        'status',
        'body',
        'components',
      ])
    case 'false-alarm':
      return { first: of(falseAlarmFields, false), more: [] }
    case 'postmortem':
      return {
        first: of(postmortemFields, false, { ...outline(view, incident, values), ...values }),
        more: [],
      }
    case 'correct':
      return { first: of(message === null ? incidentFields : incidentUpdateFields, true), more: [] }
  }
}

/** What the form of a first postmortem begins with; nothing once somebody has written in it. */
const outline = (view: View, incident: Incident, values: NoticeValues): NoticeValues =>
  incident.postmortem || Object.keys(values).length > 0
    ? {}
    : Object.fromEntries(
        view.snapshot.page.locales.map((locale) => [
          `body.${locale}`,
          postmortemOutline(viewOf(view.snapshot, locale, view.place), incident),
        ]),
      )

/** What names a form in the browser of its writer. */
export const draftName = ({ frame }: ConsoleView, ...parts: readonly string[]): string =>
  [frame.account?.name ?? '', frame.place, ...parts].join('\n')

/** Does a form come back with what was sent in it? */
export const isAnswered = ({ trouble, preview }: Pick<NoticeForm<unknown>, 'trouble' | 'preview'>): boolean =>
  trouble !== null || preview !== null

/** Why impact and priority are what they are. */
export function severityWords({ words }: View, { impact, priority, overrides, updates }: Incident): string[] {
  const { teamNotices } = words
  const values = { impact: words.impactDegree[impact], name: overrides?.impact ?? '' }
  const isOfMessage = updates.some((update) => update.impact !== undefined)
  const impactText =
    overrides?.impact !== undefined
      ? teamNotices.impactSet
      : isOfMessage
        ? teamNotices.impactFromMessage
        : teamNotices.impactFromStatus
  const priorityText =
    overrides?.priority === undefined ? teamNotices.priorityFromImpact : teamNotices.prioritySet
  return [
    `${teamNotices.fields.impact}${words.colon}${fillPlaceholders(impactText, values)}`,
    `${teamNotices.fields.priority}${words.colon}${fillPlaceholders(priorityText, {
      priority: priority === null ? teamNotices.noPriority : words.priority[priority],
      name: overrides?.priority ?? '',
    })}`,
  ]
}

/** Who is told, each channel in a line. */
export function audienceWords({ words, counted }: View, audience: readonly AudienceCount[]): string[] {
  const { audience: texts } = words.teamNotices
  const names: Readonly<Record<string, unknown>> = texts
  return audience.map(({ channel, count }) => {
    const own = channel.startsWith('subscribers/') ? names[channel] : undefined
    const name = typeof own === 'string' ? own : fillPlaceholders(texts.team, { channel })
    return `${name}${words.colon}${counted(texts.messages, count)}`
  })
}

/** The messages of an incident for the team, newest first: who wrote each, and which are new to a reader of the earlier ones. */
export const teamTimeline = (view: View, { updates }: Incident, readMessages: number | null) =>
  updates
    .map((update, index) => ({
      id: update.id,
      label: view.words.incidentStatus[update.status],
      tone: toneOf[update.status],
      timeHtml: view.time(update.at, 'm'),
      author: update.author,
      bodyHtml: toHtml(view.text(update.body)),
      isNew: readMessages !== null && index >= readMessages,
    }))
    .toReversed()

/** A field in which two writers differ. */
export type Difference = { readonly label: string; readonly now: string; readonly yours: string }

const fieldsOf: Readonly<Record<IncidentAct, NoticeFields>> = {
  update: {},
  'false-alarm': {},
  postmortem: postmortemFields,
  correct: incidentFields,
}

/** What a form says otherwise than what is stored by now: both, for its writer to choose. */
export function differences(
  { words, snapshot: { page } }: View,
  { act, message, incident, form: { values, trouble } }: Extract<IncidentPage, { page: 'incident' }>,
): readonly Difference[] {
  if (trouble?.reason !== 'conflict') return []
  const language: FormLanguage = page
  const update = incident.updates.find(({ id }) => id === message)
  const fields = update ? incidentUpdateFields : fieldsOf[act]
  const row = act === 'postmortem' ? (incident.postmortem ?? {}) : (update ?? incident)
  const now = formValues(fields, row, language)
  const labels: Readonly<Record<string, string>> = words.teamNotices.fields
  return Object.values(fields)
    .filter(({ name }) => !isSame(name, now, values))
    .map(({ name, label }) => ({
      label: labels[name] ?? label,
      now: spoken(name, now),
      yours: spoken(name, values),
    }))
}

/** All that a form says of a field, each part in a line. */
export const spoken = (name: string, values: NoticeValues): string =>
  Object.entries(values)
    .filter(([key, value]) => (key === name || key.startsWith(`${name}.`)) && value !== '')
    .map(([key, value]) => (key === name ? value : `${key.slice(name.length + 1)}: ${value}`))
    .join('\n')
