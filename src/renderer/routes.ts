import { hash } from 'node:crypto'
import { type Incident, affected, isOpen } from '../../collector/core/incident.ts'
import type { Route } from '../../collector/core/renderer.ts'
import type { ComponentView, DayView, Snapshot } from '../../collector/core/snapshot.ts'
import { plannedPlaces } from '../view/calendar.ts'
import { pastWork, plannedWork } from '../view/coming.ts'
import { months } from '../view/history.ts'
import { liveFingerprint } from '../view/live.ts'
import { verdictOf } from '../view/promised.ts'
import { componentPlace, incidentPlace, incidentsAbout, segment } from '../view/lookup.ts'
import { agendaParts } from './parts/agenda.ts'
import { badgeParts } from './parts/badges.ts'
import { feedParts } from './parts/feeds.ts'
import { reportParts } from './parts/reports.ts'
import { slaParts } from './parts/sla.ts'
import { statuspageParts } from './parts/statuspage.ts'
import { comingKey, maintenanceParts, workKeyAt } from './parts/maintenance.ts'

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, 16)

// Days of the past and components whose days did not change come back as the same objects: they are read once.
const dayKeys = new WeakMap<DayView, string>()

function dayKey(day: DayView): string {
  let key = dayKeys.get(day)
  if (key === undefined) dayKeys.set(day, (key = JSON.stringify(day)))
  return key
}

/** All there is to know of a component, in one short text. */
const componentKey = ({ days, ...rest }: ComponentView): string =>
  short(`${JSON.stringify(rest)}${days.map(dayKey).join()}`)

type Part = Omit<Route, 'file'>

const fileOf = (path: string): string => (path.endsWith('/') ? `${path}index.html` : path).slice(1)

/** What is known of a snapshot's routes: the list for the publisher, the set to tell a path that is none. */
type Known = { readonly list: readonly Route[]; readonly paths: ReadonlySet<string> }

const known = new WeakMap<Snapshot, Known>()

function knownOf(snapshot: Snapshot): Known {
  let found = known.get(snapshot)
  if (!found) {
    const list = [...parts(snapshot)].map((part) => ({ ...part, file: fileOf(part.path) }))
    known.set(snapshot, (found = { list, paths: new Set(list.map(({ path }) => path)) }))
  }
  return found
}

/** Every public artifact of a snapshot, each path once, with a fingerprint of exactly what its bytes depend on. */
export const routes = (snapshot: Snapshot): readonly Route[] => knownOf(snapshot).list

/** Is there something at this path? */
export const hasPath = (path: string, snapshot: Snapshot): boolean => knownOf(snapshot).paths.has(path)

/** Ids and names that may be twice in what an operator imports: the first one has the path. */
function unique<T>(values: readonly T[], part: (value: T) => string): readonly T[] {
  const seen = new Set<string>()
  return values.filter((value) => !seen.has(part(value)) && seen.add(part(value)))
}

/** The version of an incident grows with each change of it. */
const storyKey = (incident: Incident): string => `${incident.id} ${incident.version}`

// An incident that did not change comes back as the same object: what it says is read once.
const touched = new WeakMap<Incident, { readonly ids: readonly string[]; readonly open: boolean }>()

function touchedBy(incident: Incident): { readonly ids: readonly string[]; readonly open: boolean } {
  let found = touched.get(incident)
  if (!found)
    touched.set(incident, (found = { ids: Object.keys(affected(incident)), open: isOpen(incident) }))
  return found
}

function* parts(snapshot: Snapshot): Generator<Part> {
  const { page, generatedAt, staleAfter } = snapshot
  const head = short(JSON.stringify(page))
  const components = unique(snapshot.components, (one) => segment(one.id))
  const incidents = unique(snapshot.incidents, (one) => segment(one.id))
  const live = `${head} ${generatedAt} ${staleAfter} ${liveFingerprint(snapshot)}`
  const componentKeys = new Map(components.map((one) => [one.id, componentKey(one)]))
  const names = new Map(components.map((one) => [one.id, short(JSON.stringify(one.name))]))

  const namesKey = (incident: Incident) =>
    touchedBy(incident)
      .ids.map((id) => names.get(id) ?? '')
      .join(' ')
  const promises = new Map<string | null, string>(
    Object.entries(snapshot.priorities).map(([priority, promise]) => [priority, JSON.stringify(promise)]),
  )
  const { recovery, resolution, response, dataLoss } = snapshot.objectives
  const times = [recovery, resolution, response, dataLoss].join()
  const levels = short(JSON.stringify([snapshot.tiers, snapshot.objectives.windows]))
  const stories = incidents.map((incident) => ({
    incident,
    key: `${head} ${storyKey(incident)} ${namesKey(incident)} ${promises.get(incident.priority)} ${times}${touchedBy(incident).open ? ` ${live}` : ''}`,
  }))
  const everything = short(
    [
      live,
      snapshot.status,
      snapshot.cutOff,
      snapshot.checkedAt,
      JSON.stringify(snapshot.groups),
      comingKey(snapshot, 'underWay', 'soon'),
      ...componentKeys.values(),
    ].join(),
  )
  const due = short(JSON.stringify(snapshot.notice))
  const all = months(snapshot)
  const range = `${all[0]?.month} ${all.at(-1)?.month}`
  const monthKeys = all.map(({ month, incidents: told, works: work }, index) => ({
    month,
    key: short(
      [
        head,
        all[index - 1]?.month,
        month,
        all[index + 1]?.month,
        ...told.map(storyKey),
        ...work.map((one) => workKeyAt(one, generatedAt)),
        due,
      ].join(),
    ),
  }))
  // What was a false alarm leaves the count.
  const counts = all
    .map(
      (one) => `${one.incidents.filter(({ falseAlarm }) => falseAlarm === null).length}/${one.works.length}`,
    )
    .join()
  const works = new Map(
    components.map(({ id }) => [
      id,
      [...plannedWork(snapshot, id), ...pastWork(snapshot, id)]
        .map((one) => workKeyAt(one, generatedAt))
        .join() + due,
    ]),
  )

  const locales = page.locales.includes(page.locale) ? page.locales : [page.locale, ...page.locales]
  yield* reportParts(snapshot, locales, head)
  yield* slaParts(snapshot, locales, head, live, componentKeys.values())
  yield* maintenanceParts(snapshot, locales, head, names)
  yield* feedParts(snapshot, locales, head, components, names)
  yield* agendaParts(snapshot, locales, head, components, names)
  yield* badgeParts(snapshot, locales, live, components)
  for (const locale of locales) {
    const at = locale === page.locale ? '' : `/${locale}`
    yield { path: `${at}/`, fingerprint: everything }
    yield {
      path: `${at}/history/`,
      fingerprint: short(`${range} ${counts} ${monthKeys.at(-1)?.key ?? head}`),
      calm: head,
    }
    for (const { month, key } of monthKeys)
      yield { path: `${at}/history/${month}/`, fingerprint: key, calm: head }
    for (const component of components) {
      const told = incidentsAbout(snapshot, component.id)
      const work = works.get(component.id)
      const place = at + componentPlace(component.id)
      yield {
        path: place,
        fingerprint: short(
          `${live} ${levels} ${componentKeys.get(component.id)} ${told.map(storyKey).join()} ${work}`,
        ),
        calm: short(
          `${head} ${levels} ${verdictOf(component)} ${component.regression.level} ${component.status} ${component.statusSince} ${snapshot.cutOff} ${names.get(component.id)} ${told.map(storyKey).join()} ${work}`,
        ),
      }
    }
    for (const { incident, key } of stories) yield { path: at + incidentPlace(incident.id), fingerprint: key }
  }
  yield { path: '/404.html', fingerprint: head }
  yield { path: '/robots.txt', fingerprint: head }
  yield {
    path: '/sitemap.xml',
    fingerprint: short(
      `${head} ${range} ${components.map((one) => one.id).join()} ${incidents.map((one) => one.id).join()} ${plannedPlaces(snapshot).join()}`,
    ),
    calm: head,
  }
  yield* statuspageParts(snapshot, head)
  yield { path: '/live.json', fingerprint: short(`${live} ${snapshot.checkedAt}`) }
}
