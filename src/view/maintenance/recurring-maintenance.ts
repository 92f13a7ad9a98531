import { wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import { type Maintenance, noticeDue } from '../../../collector/core/maintenance/maintenance.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { hoursWords } from '../shared/hours.ts'
import { componentOf, componentPlace, maintenancePlace, segment } from '../shared/places.ts'
import { labelledText } from './maintenance.ts'
import { ruleWords } from './recurrence-words.ts'
import { noticeSpan } from './span-words.ts'
import type { View } from '../shared/view.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

type RecurringEntryView = Snapshot['recurringMaintenance'][number]

/** How many dates stand for a rule that no sentence says. */
const datesShown = 3

const occurrencesByEntry = oncePer((snapshot: Snapshot): ReadonlyMap<string, readonly Maintenance[]> => {
  const byEntry = new Map<string, Maintenance[]>()
  for (const one of snapshot.maintenances.toReversed()) {
    if (!one.programme) continue
    const list = byEntry.get(one.programme.entry)
    if (list) list.push(one)
    else byEntry.set(one.programme.entry, [one])
  }
  return byEntry
})

/** The occurrences of an entry, earliest first. */
export const occurrencesOf = (snapshot: Snapshot, entry: string): readonly Maintenance[] =>
  occurrencesByEntry(snapshot).get(entry) ?? []

/** The next occurrences of an entry that will take place, earliest first. */
export function nextOf(snapshot: Snapshot, entry: string, count: number): readonly Maintenance[] {
  const all = occurrencesOf(snapshot, entry)
  const next: Maintenance[] = []
  for (let i = all.length - 1; i >= 0 && all[i]!.scheduledFor > snapshot.generatedAt; i--)
    if (all[i]!.cancelledAt === null) next.unshift(all[i]!)
  return next.slice(0, count)
}

const yearOf = (snapshot: Snapshot): number => new Date(snapshot.generatedAt).getUTCFullYear()

/** What the words of the programme depend on besides the programme itself: the year, and dates where no sentence says the rule. */
export const programmeClock = (snapshot: Snapshot): string =>
  [
    yearOf(snapshot),
    ...snapshot.recurringMaintenance.flatMap((entry) =>
      ruleWords(entry, snapshot.page.locale, wordsOf(snapshot.page.locale, snapshot.page.words).rule) === null
        ? nextOf(snapshot, entry.id, datesShown).map((one) => one.scheduledFor)
        : [],
    ),
  ].join()

/** The rule of an entry in words; where no sentence says it, its next dates. */
function entryWords(view: View, entry: RecurringEntryView): string {
  const rule = ruleWords(entry, view.locale, view.words.rule)
  if (rule !== null) return rule
  const dates = nextOf(view.snapshot, entry.id, datesShown).map((one) => view.format.date(one.scheduledFor))
  return dates.length > 0
    ? fillPlaceholders(view.words.planned.nextDates, { dates: dates.join(' · ') })
    : view.words.planned.noDates
}

/** When an entry comes: its rule and its hours, in its zone and the page's. */
export const entryTimes = (view: View, entry: RecurringEntryView): string =>
  `${entryWords(view, entry)}, ${hoursWords(view, entry, yearOf(view.snapshot))}`

/** The anchor of an entry on the calendar's page. */
export const entryAnchor = (entry: string): string => `p-${segment(entry)}`

/** The entries nobody feels, in one line: they are not drawn. Null where there are none. */
export function undrawn(view: View): string | null {
  const withoutImpact = view.snapshot.recurringMaintenance.filter((entry) => entry.impact === 'none')
  if (withoutImpact.length === 0) return null
  const list = withoutImpact.map((entry) => `${view.text(entry.title)}, ${entryTimes(view, entry)}`)
  return fillPlaceholders(view.words.planned.undrawn, { list: list.join(' · ') })
}

/** The standing programme, ready to print. Texts ending in `Html` are safe HTML. */
export function programmeRows(view: View) {
  const { snapshot, words } = view
  return snapshot.recurringMaintenance.map((entry) => {
    const [next] = nextOf(snapshot, entry.id, 1)
    return {
      anchor: entryAnchor(entry.id),
      titleHtml: view.html(entry.title),
      rule: entryWords(view, entry),
      hours: hoursWords(view, entry, yearOf(snapshot)),
      impact: words.impact[entry.impact],
      notice: fillPlaceholders(words.planned.notice, {
        span: noticeSpan(view, noticeDue(entry, snapshot.notice)),
      }),
      text: labelledText(view, { alternatives: entry.alternatives, reason: entry.reason }),
      nextHtml: next
        ? `<a href="${view.link(maintenancePlace(next.id))}">${view.time(next.scheduledFor, 'w')}</a>`
        : null,
      tasksHtml: entry.tasks.map((task) => view.html(task)),
      components: entry.components.map((id) => {
        const component = componentOf(snapshot, id)
        return {
          nameHtml: view.html(component?.name ?? id),
          href: component ? view.link(componentPlace(id)) : null,
        }
      }),
    }
  })
}
