import { explanationInstant } from '../../collector/core/explain/explanation-instant.ts'
import type { Evidence } from '../../collector/core/explain/explanation.ts'
import { touchesSpan } from '../../collector/core/report/incident-report.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { daysAt } from '../open-data/days.ts'
import { openRegions } from '../open-data/open-regions.ts'
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
import { componentEventsKey, pastDaysKey, statuses } from './component-keys.ts'
import { dayKey, incidentKey, windowKey } from './keys.ts'
import { lazily, lazyInputs } from './lazy-inputs.ts'
import type { PageContext, PageInputs } from './page-kind.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

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

/** What of a component's figures changes with an event, a correction of an incident among them, or with the hour. */
const hourlyKeyOf = (context: PageContext, component: ComponentView): string =>
  hash(
    [
      context.hourKey,
      rulesKey(context),
      componentEventsKey(component),
      ...incidentsAbout(context.snapshot, component.id).map(incidentKey),
      ...context.snapshot.reports.slice(-1).map((one) => one.hash),
    ].join(),
  )

/** Every open period of every component. It is explained as of an instant that does not move each minute. */
const openPeriods = oncePer((context: PageContext) => {
  const { snapshot } = context
  return context.components.flatMap((component) => {
    const deferrableKey = lazily(() => deferrableKeyOf(context, component))
    const hourlyKey = lazily(() => hourlyKeyOf(context, component))
    return [recent, ...openMonths(snapshot, component).keys()].map((period) => {
      const interval = openPeriod(snapshot, component, period)!
      const dataKey = lazily(() => {
        const at = explanationInstant(snapshot, component, interval)
        const evidence = evidenceKeys(component.evidence)(at)
        return `${rulesKey(context)} ${nameKey(component)} ${interval.from} ${interval.to} ${at} ${evidence}`
      })
      return { component, period, interval, dataKey, deferrableKey, hourlyKey }
    })
  })
})

/** The page that explains each open period of each component. */
export function openExplanationInputs(context: PageContext): PageInputs[] {
  const { snapshot } = context
  const reports = reportMonths(snapshot)
  return openPeriods(context).map(({ component: { id }, period, interval, dataKey, ...keys }) =>
    lazyInputs(explainedPlace(id, period), {
      ...keys,
      fingerprint: lazily(() => {
        const months = explainedMonths(snapshot, id)
        const index = months.indexOf(period)
        const near = period === recent ? months.at(-1) : `${months[index - 1]} ${months[index + 1]}`
        const incidents = incidentsAbout(snapshot, id)
          .filter((one) => touchesSpan(one, interval))
          .map(incidentKey)
        return hash(`${dataKey()} ${near} ${reports.includes(period)} ${incidents.join()}`)
      }),
    }),
  )
}

/** The same as open data. */
export const openExplanationDataInputs = (context: PageContext): PageInputs[] =>
  openPeriods(context).flatMap(({ component, period, dataKey, deferrableKey, hourlyKey }) =>
    ['json', 'csv'].map((type) =>
      lazyInputs(`${explanationDataPlace(component.id, period)}.${type}`, {
        fingerprint: () => hash(dataKey()),
        deferrableKey,
        hourlyKey,
      }),
    ),
  )

/** The days of each component as open data. */
export function dayDataInputs(context: PageContext): PageInputs[] {
  const { snapshot } = context
  return context.components.flatMap((component) => {
    const keys = {
      fingerprint: lazily(() => {
        const at = daysAt(snapshot, component)
        const evidence = evidenceKeys(component.evidence)(at)
        return hash(
          `${rulesKey(context)} ${nameKey(component)} ${at} ${pastDaysKey(component.days)} ${todayKey(snapshot, component, at)} ${evidence} ${regionDataKey(component)}`,
        )
      }),
      deferrableKey: () => deferrableKeyOf(context, component),
      hourlyKey: () => hourlyKeyOf(context, component),
    }
    return ['json', 'csv'].map((type) => lazyInputs(`${dataPlace(component.id)}.${type}`, keys))
  })
}

/** All components over the usual periods as open data. */
export function uptimeDataInputs(context: PageContext): PageInputs[] {
  return [
    lazyInputs(uptimePlace, {
      fingerprint: () => uptimeKey(context),
      deferrableKey: () => context.commonKey,
      hourlyKey: () =>
        hash([context.hourKey, ...context.components.map((one) => hourlyKeyOf(context, one))].join()),
    }),
  ]
}

function uptimeKey(context: PageContext): string {
  const { snapshot } = context
  const at = uptimeAt(snapshot)
  const inputs: string[] = [rulesKey(context), String(at)]
  for (const component of context.components) {
    inputs.push(pastDaysKey(component.days), todayKey(snapshot, component, at))
    inputs.push(JSON.stringify(component.spans))
    inputs.push(evidenceKeys(component.evidence)(at), ...openMonths(snapshot, component).keys())
    inputs.push(...incidentsAbout(snapshot, component.id).map(incidentKey), component.id)
  }
  inputs.push(...[...frozenPeriods(snapshot).values()].flatMap((one) => one?.frozen.hash ?? []))
  return hash(inputs.join())
}

/** What open data tells of the places that watch a component. */
const regionDataKey = ({ regions }: ComponentView): string =>
  regions === undefined ? '' : JSON.stringify(openRegions(regions))

/** Today of a component as it is as of an instant (ms), beside its evidence. */
function todayKey({ generatedAt }: Snapshot, { days, hoursToday }: ComponentView, at: number): string {
  const last = days.at(-1)
  if (!last) return ''
  return at === generatedAt ? dayKey(last) : JSON.stringify([last.date, last.incidents, hoursToday])
}
