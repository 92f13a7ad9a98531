import type { MaintenancePage, WindowForm } from '../../../../collector/core/console/notice-pages.ts'
import { formValues, isSame } from '../../../../collector/core/console/notice-form.ts'
import { windowActFields, windowMessageFields } from '../../../../collector/core/console/window-fields.ts'
import { fillPlaceholders } from '../../../../collector/core/i18n/sentences.ts'
import { maintenanceFields } from '../../../../collector/core/maintenance/fields.ts'
import {
  type Maintenance,
  endsAt,
  isQuiet,
  isUnderWay,
  maintenanceStatus,
} from '../../../../collector/core/maintenance/maintenance.ts'
import type { MaintenanceAct } from '../../../../collector/core/console/notice-pages.ts'
import type { NoticeFields } from '../../../../collector/core/notice/notice-field.ts'
import { calendarMonth } from '../../maintenance/calendar.ts'
import type { View } from '../../shared/view.ts'
import type { ConsoleView } from '../console-view.ts'
import { type Control, controlsOf } from './controls.ts'
import { type Difference, type FormFields, spoken } from './incident-forms.ts'

/** The fields that are looked at first. */
const first = ['title', 'body', 'scheduled_for', 'scheduled_until', 'components']

/** The fields of a new window, or of the correction of one. */
export function planFields({ view }: ConsoleView, form: WindowForm, isMessage = false): FormFields {
  const controls = fieldsOf(view, maintenanceFields, form, isMessage)
  return {
    first: first.flatMap((name) => controls.filter((one) => one.name === name)),
    more: controls.filter(({ name }) => !first.includes(name)),
  }
}

const fieldsOf = (
  view: View,
  fields: NoticeFields,
  { values, trouble }: WindowForm,
  isMessage: boolean,
): readonly Control[] =>
  controlsOf(fields, { view, values, trouble, isMessage, own: view.words.teamMaintenance })

/** The fields of what can be done to a window. */
export function windowActControls(console: ConsoleView, act: MaintenanceAct, form: WindowForm): FormFields {
  if (act === 'correct') return planFields(console, form, true)
  const fields = act === 'update' ? windowMessageFields : windowActFields
  return { first: fieldsOf(console.view, fields, form, false), more: [] }
}

/** What can be done to a window as it is now (ms). */
export function offeredActs(maintenance: Maintenance, now: number): readonly MaintenanceAct[] {
  if (isUnderWay(maintenance, now)) return ['update', 'extend', 'complete', 'correct']
  return maintenanceStatus(maintenance, now) === 'scheduled'
    ? ['update', 'correct', 'start', 'cancel']
    : ['update', 'correct']
}

/** What is under way and to come, soonest first, also what readers are not told of yet; without what nobody feels. */
export const comingWindows = ({ snapshot }: View, windows: readonly Maintenance[]): readonly Maintenance[] =>
  windows
    .filter((one) => snapshot.generatedAt < endsAt(one) && !isQuiet(one))
    .toSorted((a, b) => a.scheduledFor - b.scheduledFor)

/** Why a window cannot be announced in time, in the language of the one who plans it; null where that is not the trouble. */
export const tooLateWords = ({ words, format }: View, { trouble }: WindowForm): string | null =>
  trouble?.reason === 'too_late' && trouble.earliest !== null
    ? fillPlaceholders(words.teamMaintenance.tooLate, { time: format.moment(trouble.earliest) })
    : null

/** Until when work goes on that begins now, in words. */
export const startHint = ({ words, format }: View, { scheduledUntil }: Maintenance): string =>
  fillPlaceholders(words.teamMaintenance.goesOn, { time: format.moment(scheduledUntil) })

/** How much longer work can be made to take; durations as the API takes them, with their words. */
export const extensions = ({ format }: View): readonly { readonly value: string; readonly label: string }[] =>
  [15, 30, 60, 120, 240].map((minutes) => ({ value: `${minutes}m`, label: format.span(minutes * 60_000) }))

/** What a form corrects otherwise than what is stored by now. */
export function windowDifferences(
  { words, snapshot: { page } }: View,
  { act, maintenance, form: { values, trouble } }: Extract<MaintenancePage, { page: 'maintenance' }>,
): readonly Difference[] {
  if (trouble?.reason !== 'conflict' || act !== 'correct') return []
  const now = formValues(maintenanceFields, maintenance, page)
  const labels: Readonly<Record<string, string>> = words.teamMaintenance.fields
  return Object.values(maintenanceFields)
    .filter(({ name }) => !isSame(name, now, values))
    .map(({ name, label }) => ({
      label: labels[name] ?? label,
      now: spoken(name, now),
      yours: spoken(name, values),
    }))
}

/** The calendar with windows as they are stored; its links lead to the pages of the console. */
export function teamCalendar(console: ConsoleView, month: string | null, windows: readonly Maintenance[]) {
  const { view } = console
  const stored = new Set(windows.map(({ id }) => id))
  const others = view.snapshot.maintenances.filter(({ id }) => !stored.has(id))
  const own: View = {
    ...view,
    snapshot: { ...view.snapshot, maintenances: [...windows, ...others] },
    link: (place) =>
      view.file(
        place
          .replace(/^\/maintenance\/(\d{4}-\d\d)\/$/, '/admin/maintenances/?month=$1')
          .replace(/^\/maintenance\//, '/admin/maintenances/'),
      ),
  }
  return { view: own, calendar: calendarMonth(own, month ?? undefined) }
}
