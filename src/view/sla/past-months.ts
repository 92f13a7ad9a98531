import { monthOf } from '../../../collector/core/time/calendar.ts'
import { previousMonth } from '../../../collector/core/time/period.ts'
import type { ComponentView, Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { type FrozenMonth, frozenMonth } from './frozen-month.ts'
import { escape } from '../shared/html.ts'
import { explainedPlace } from '../shared/places.ts'
import { type MonthFigures, closed, running } from './month-figures.ts'
import { figureHtml } from './objective-facts.ts'
import { judgementHtml } from '../shared/verdict.ts'
import { budgetJudgement } from '../../../collector/core/report/statements.ts'
import type { View } from '../shared/view.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

/** The month that runs and the twelve before it, newest first. */
export function lastMonths(now: number, zone: string): readonly string[] {
  const months = [monthOf(now, zone)]
  while (months.length < 13) months.push(previousMonth(months.at(-1)!))
  return months
}

/** On how many of its windows, days as a rule, the promised response was kept; nothing where none was judged. */
function daysKept(view: View, days: MonthFigures['days']): string {
  const judgedDays = days === null ? 0 : days.kept + days.at_risk + days.broken
  if (days === null || judgedDays === 0) return ''
  const { count } = view.format
  const values = { kept: count(days.kept + days.at_risk), all: count(judgedDays) }
  return `<span class="what quiet">${escape(fillPlaceholders(view.words.sla.daysKept, values))}</span>`
}

/** The verdict on a month, as reports say it. */
const monthVerdict = (view: View, { verdict, running: state }: MonthFigures): string =>
  verdict === null ? view.words.sla.none : judgementHtml(budgetJudgement(view, verdict, state))

function row(view: View, component: ComponentView, one: MonthFigures): string {
  const { words, format } = view
  const { sla } = words
  const none = sla.none
  const name = format.month(one.month)
  const place = explainedPlace(component.id, one.month)
  const explained = { href: view.link(place), name: `${view.text(component.name)}, ${name}` }
  const note = one.note === null ? '' : `<span class="what quiet">${escape(one.note)}</span>`
  const kept = daysKept(view, one.days)
  const promised =
    one.verdict === null
      ? none
      : `${monthVerdict(view, one)}<span class="what quiet">${escape(fillPlaceholders(sla.promised, { share: format.percent(one.target ?? '') }))}</span>`
  return (
    `<tr${one.printed === null ? ' class="void"' : ''}><th scope="row">${escape(name)}${note}</th>` +
    `<td class="n" data-l="${escape(sla.availability)}">${one.printed === null ? none : figureHtml(view, one.printed, explained)}</td>` +
    `<td data-l="${escape(sla.promise)}">${promised}</td>` +
    `<td class="n" data-l="${escape(sla.down)}">${one.down === null ? none : one.down === 0 ? '0' : escape(view.format.duration(one.down))}</td>` +
    `<td class="n" data-l="P95">${one.p95 === null ? none : escape(format.latency(one.p95))}${kept}</td></tr>`
  )
}

/**
 * The table of a component's last twelve months, newest first: closed ones by their reports, the others by what is known.
 * Null while it has no past at all.
 */
export function pastMonths(view: View, component: ComponentView): string | null {
  const { generatedAt, page } = view.snapshot
  const months = lastMonths(generatedAt, page.timezone)
  let known = false
  const first = firstMonth(view.snapshot)
  const rows = months
    .filter((month) => month >= first)
    .map((month, index) => {
      const frozen = frozenMonth(view.snapshot, month)
      if (frozen) {
        known ||= frozen.components.has(component.id)
        return closedRow(view, component, frozen)
      }
      if (index > 0 && component.months[month] === undefined) return emptyRow(view, month)
      const figures = running(view, component, month, index === 0)
      known ||= figures.printed !== null
      return row(view, component, figures)
    })
  return known ? table(view, component, rows.join('')) : null
}

/** The first month of which anything is known of any component: no table goes further back. */
const firstMonth = oncePer(({ components, generatedAt, page, reports }: Snapshot): string => {
  const begins = Math.min(generatedAt, ...components.flatMap(({ firstAt }) => firstAt ?? []))
  const frozen = reports.map(({ period }) => period).toSorted()[0]
  const known = monthOf(begins, page.timezone)
  return frozen !== undefined && frozen < known ? frozen : known
})

// A closed month says the same in every snapshot: what was made of it is kept as long as its report is.
const keptRows = new WeakMap<FrozenMonth, Map<string, string>>()

function closedRow(view: View, component: ComponentView, frozen: FrozenMonth): string {
  let kept = keptRows.get(frozen)
  if (!kept) keptRows.set(frozen, (kept = new Map()))
  // Addresses are relative: they depend on the locale and on the one at the root.
  const key = [view.locale, view.snapshot.page.locale, component.id, view.text(component.name)].join('\0')
  let html = kept.get(key)
  if (html === undefined) kept.set(key, (html = row(view, component, closed(view, frozen, component.id))))
  return html
}

const emptyRow = (view: View, month: string): string => {
  const { none } = view.words.sla
  return `<tr class="void"><th scope="row">${escape(view.format.month(month))}</th><td class="n">${none}</td><td>${none}</td>${`<td class="n">${none}</td>`.repeat(2)}</tr>`
}

function table(view: View, component: ComponentView, rowsHtml: string): string {
  const { sla } = view.words
  const caption = escape(fillPlaceholders(sla.pastOf, { name: view.text(component.name) }))
  const head = (label: string, number: boolean) =>
    `<th scope="col"${number ? ' class="n"' : ''}>${escape(label)}</th>`
  return (
    `<table class="cells"><caption class="sr">${caption}</caption><thead><tr>${head(sla.monthLabel, false)}` +
    `${head(sla.availability, true)}${head(sla.promise, false)}${head(sla.down, true)}${head('P95', true)}` +
    `</tr></thead><tbody>${rowsHtml}</tbody></table>`
  )
}
