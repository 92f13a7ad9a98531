import { explanationInstant } from '../../collector/core/explain/explanation-instant.ts'
import type { Evidence } from '../../collector/core/explain/explanation.ts'
import { touchesSpan } from '../../collector/core/report/incident-report.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { daysAt } from '../open-data/days.ts'
import { uptimeAt } from '../open-data/uptime.ts'
import {
  explainedMonths,
  frozenPeriods,
  openMonths,
  openPeriod,
  recent,
} from '../view/explanation/explained-periods.ts'
import { reportMonths } from '../view/report/report-list.ts'
import { dataPlace, explanationDataPlace, uptimePlace } from '../view/shared/data-places.ts'
import { hash } from '../view/shared/hash.ts'
import { explainedPlace, incidentsAbout } from '../view/shared/places.ts'
import { dayKey, incidentKey, oncePer, windowKey } from './keys.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

const statuses = ['unknown', 'operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const

/**
 * All that is known of a component up to an instant (ms): what comes after it does not change what is explained as of
 * then. Several files are as of the same instant.
 */
const evidenceKeys = oncePer((evidence: Evidence) => {
  const known = new Map<number, string>()
  return (at: number): string => {
    let key = known.get(at)
    if (key === undefined) known.set(at, (key = evidenceKey(evidence, at)))
    return key
  }
})

function evidenceKey({ firstAt, goneAt, slices, windows }: Evidence, at: number): string {
  const numbers: number[] = [firstAt ?? NaN, goneAt ?? NaN]
  for (const slice of slices) {
    if (slice.from >= at) break
    numbers.push(slice.from, Math.min(slice.to, at), statuses.indexOf(slice.status))
  }
  const known = windows.filter((one) => one.from < at).map(windowKey)
  return hash(`${hash(new Float64Array(numbers))} ${known.join()}`)
}

/** What every figure is computed by. */
const rulesKey = oncePer(({ snapshot, commonKey }: PageContext): string =>
  hash(JSON.stringify([commonKey, snapshot.weights, snapshot.excludeMaintenance])),
)

const nameKey = ({ id, name }: ComponentView): string => JSON.stringify([id, name])

/** An explanation is never urgent: changes of it come with the next publication that is not. */
const deferrableKeyOf = ({ commonKey }: PageContext, component: ComponentView): string =>
  hash(`${commonKey} ${nameKey(component)}`)

/** Every open period of every component. It is explained as of an instant that does not move each minute. */
const openPeriods = oncePer((context: PageContext) => {
  const { snapshot } = context
  return context.components.flatMap((component) => {
    const deferrableKey = deferrableKeyOf(context, component)
    return [recent, ...openMonths(snapshot, component).keys()].map((period) => {
      const interval = openPeriod(snapshot, component, period)!
      const at = explanationInstant(snapshot, component, interval)
      const evidence = evidenceKeys(component.evidence)(at)
      const dataKey = `${rulesKey(context)} ${nameKey(component)} ${interval.from} ${interval.to} ${at} ${evidence}`
      return { component, period, interval, dataKey, deferrableKey }
    })
  })
})

/** The page that explains each open period of each component. */
export function openExplanationInputs(context: PageContext): PageInputs[] {
  const { snapshot } = context
  const reports = reportMonths(snapshot)
  return openPeriods(context).map(({ component: { id }, period, interval, dataKey, deferrableKey }) => {
    const months = explainedMonths(snapshot, id)
    const index = months.indexOf(period)
    const near = period === recent ? months.at(-1) : `${months[index - 1]} ${months[index + 1]}`
    const incidents = incidentsAbout(snapshot, id)
      .filter((one) => touchesSpan(one, interval))
      .map(incidentKey)
    const fingerprint = hash(`${dataKey} ${near} ${reports.includes(period)} ${incidents.join()}`)
    return { place: explainedPlace(id, period), fingerprint, deferrableKey }
  })
}

/** The same as open data. */
export const openExplanationDataInputs = (context: PageContext): PageInputs[] =>
  openPeriods(context).flatMap(({ component, period, dataKey, deferrableKey }) =>
    ['json', 'csv'].map((type) => ({
      place: `${explanationDataPlace(component.id, period)}.${type}`,
      fingerprint: hash(dataKey),
      deferrableKey,
    })),
  )

/** Days of the past of each component. */
const pastKeys = oncePer(
  ({ components }: PageContext): ReadonlyMap<ComponentView, string> =>
    new Map(components.map((one) => [one, hash(one.days.slice(0, -1).map(dayKey).join())])),
)

/** The days of each component as open data. */
export function dayDataInputs(context: PageContext): PageInputs[] {
  const { snapshot } = context
  return context.components.flatMap((component) => {
    const at = daysAt(snapshot, component)
    const evidence = evidenceKeys(component.evidence)(at)
    const fingerprint = hash(
      `${rulesKey(context)} ${nameKey(component)} ${at} ${pastKeys(context).get(component)} ${todayKey(snapshot, component, at)} ${evidence}`,
    )
    const deferrableKey = deferrableKeyOf(context, component)
    return ['json', 'csv'].map((type) => ({
      place: `${dataPlace(component.id)}.${type}`,
      fingerprint,
      deferrableKey,
    }))
  })
}

/** All components over the usual periods as open data. */
export function uptimeDataInputs(context: PageContext): PageInputs[] {
  const { snapshot } = context
  const at = uptimeAt(snapshot)
  const inputs: string[] = [rulesKey(context), String(at)]
  for (const component of context.components) {
    inputs.push(pastKeys(context).get(component)!, todayKey(snapshot, component, at))
    inputs.push(JSON.stringify(component.spans))
    inputs.push(evidenceKeys(component.evidence)(at), ...openMonths(snapshot, component).keys())
    inputs.push(...incidentsAbout(snapshot, component.id).map(incidentKey), component.id)
  }
  inputs.push(...[...frozenPeriods(snapshot).values()].flatMap((one) => one?.frozen.hash ?? []))
  return [{ place: uptimePlace, fingerprint: hash(inputs.join()), deferrableKey: context.commonKey }]
}

/** Today of a component as it is as of an instant (ms), beside its evidence. */
function todayKey({ generatedAt }: Snapshot, { days, hoursToday }: ComponentView, at: number): string {
  const last = days.at(-1)
  if (!last) return ''
  return at === generatedAt ? dayKey(last) : JSON.stringify([last.date, last.incidents, hoursToday])
}
