import { hash as digest } from 'node:crypto'
import type { Incident } from '../../collector/core/incident/incident.ts'
import type { Route } from '../../collector/core/snapshot/renderer.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { plannedPlaces } from '../view/maintenance/calendar.ts'
import { pastWork, plannedWork } from '../view/overview/coming.ts'
import { months } from '../view/history/history.ts'
import { liveFingerprint } from '../view/overview/live.ts'
import { verdictOf } from '../view/sla/component-objectives.ts'
import { componentPlace, incidentsAbout, segment } from '../view/shared/places.ts'
import { agendaParts } from './parts/calendars.ts'
import { badgeParts } from './parts/badges.ts'
import { dayKey } from './parts/day-key.ts'
import { criticalKey, figureParts, figuresHead, figuresOf } from './parts/metrics.ts'
import { explainedParts } from './parts/explanations.ts'
import { feedParts } from './parts/feeds.ts'
import { reportParts } from './parts/reports.ts'
import { slaParts } from './parts/sla.ts'
import { incidentParts } from './parts/incidents.ts'
import { statuspageParts } from './parts/statuspage.ts'
import { comingKey, maintenanceParts, workKeyAt } from './parts/maintenance.ts'
import { type Part, routeOf } from './parts/route.ts'

const hash = (text: string): string => digest('sha256', text, 'base64url').slice(0, 16)

/** All that pages tell of a component, in one short text. Its evidence is told by pages of its own. */
const componentKey = (component: ComponentView): string =>
  hash(
    JSON.stringify({
      ...component,
      days: component.days.map(dayKey),
      evidence: null,
      months: null,
      spans: null,
    }),
  )

/** Routes and their paths; those of a month that is frozen come back as one. */
type Chunk = { readonly routes: readonly Route[]; readonly paths: ReadonlySet<string> }

const chunks = new WeakMap<readonly Part[], Chunk>()

const chunkOf = (routes: readonly Route[]): Chunk => ({
  routes,
  paths: new Set(routes.map(({ path }) => path)),
})

function chunkOfParts(many: readonly Part[]): Chunk {
  let found = chunks.get(many)
  if (!found) chunks.set(many, (found = chunkOf(many.map(routeOf))))
  return found
}

/** What is known of a snapshot's routes: the list for the publisher, and a way to tell a path that is none. */
type RouteIndex = { readonly list: readonly Route[]; has(path: string): boolean }

const known = new WeakMap<Snapshot, RouteIndex>()

function routeIndexOf(snapshot: Snapshot): RouteIndex {
  let found = known.get(snapshot)
  if (!found) {
    const single: Route[] = []
    const all: Chunk[] = []
    for (const part of parts(snapshot))
      if (isMany(part)) all.push(chunkOfParts(part))
      else single.push(routeOf(part))
    all.push(chunkOf(single))
    found = {
      list: all.flatMap((chunk) => chunk.routes),
      has: (path) => all.some((chunk) => chunk.paths.has(path)),
    }
    known.set(snapshot, found)
  }
  return found
}

const isMany = (part: Part | readonly Part[]): part is readonly Part[] => Array.isArray(part)

/** Every public artifact of a snapshot, each path once, with a fingerprint of exactly what its bytes depend on. */
export const routes = (snapshot: Snapshot): readonly Route[] => routeIndexOf(snapshot).list

/** Is there something at this path? */
export const hasPath = (path: string, snapshot: Snapshot): boolean => routeIndexOf(snapshot).has(path)

/** Ids and names that may be twice in what an operator imports: the first one has the path. */
function unique<T>(values: readonly T[], part: (value: T) => string): readonly T[] {
  const seen = new Set<string>()
  return values.filter((value) => !seen.has(part(value)) && seen.add(part(value)))
}

/** The version of an incident grows with each change of it. */
const incidentKey = (incident: Incident): string => `${incident.id} ${incident.version}`

function* parts(snapshot: Snapshot): Generator<Part | readonly Part[]> {
  const { page, generatedAt, staleAfter } = snapshot
  const head = hash(JSON.stringify(page) + figuresHead(snapshot))
  const components = unique(snapshot.components, (one) => segment(one.id))
  const incidents = unique(snapshot.incidents, (one) => segment(one.id))
  const live = `${head} ${generatedAt} ${staleAfter} ${liveFingerprint(snapshot)}`
  const componentKeys = new Map(components.map((one) => [one.id, componentKey(one)]))
  const names = new Map(components.map((one) => [one.id, hash(JSON.stringify(one.name))]))

  const levels = hash(JSON.stringify([snapshot.tiers, snapshot.objectives.windows]))
  const everything = hash(
    [
      live,
      snapshot.status,
      snapshot.cutOff,
      snapshot.checkedAt,
      JSON.stringify(snapshot.groups),
      comingKey(snapshot, 'underWay', 'soon'),
      criticalKey(snapshot),
      ...componentKeys.values(),
    ].join(),
  )
  const due = hash(JSON.stringify(snapshot.notice))
  const all = months(snapshot)
  const range = `${all[0]?.month} ${all.at(-1)?.month}`
  const monthKeys = all.map(({ month, incidents: told, works: work }, index) => ({
    month,
    key: hash(
      [
        head,
        all[index - 1]?.month,
        month,
        all[index + 1]?.month,
        ...told.map(incidentKey),
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
  yield* explainedParts(snapshot, locales, head, components)
  yield* slaParts(snapshot, locales, head, live, componentKeys.values())
  yield* maintenanceParts(snapshot, locales, head, names)
  yield* feedParts(snapshot, locales, head, components, names)
  yield* agendaParts(snapshot, locales, head, components, names)
  yield* figureParts(snapshot, locales, head, live)
  yield* badgeParts(snapshot, locales, live, components)
  for (const locale of locales) {
    const at = locale === page.locale ? '' : `/${locale}`
    yield { path: `${at}/`, fingerprint: everything }
    yield {
      path: `${at}/history/`,
      fingerprint: hash(`${range} ${counts} ${monthKeys.at(-1)?.key ?? head}`),
      deferrable: head,
    }
    for (const { month, key } of monthKeys)
      yield { path: `${at}/history/${month}/`, fingerprint: key, deferrable: head }
    for (const component of components) {
      const told = incidentsAbout(snapshot, component.id)
      const work = works.get(component.id)
      const place = at + componentPlace(component.id)
      const figures = figuresOf(snapshot, component.id)
      yield {
        path: place,
        fingerprint: hash(
          `${live} ${levels} ${componentKeys.get(component.id)} ${figures.all} ${told.map(incidentKey).join()} ${work}`,
        ),
        deferrable: hash(
          `${head} ${levels} ${verdictOf(component)} ${component.regression.level} ${component.status} ${component.statusSince} ${snapshot.cutOff} ${names.get(component.id)} ${figures.news} ${told.map(incidentKey).join()} ${work}`,
        ),
      }
    }
  }
  yield* incidentParts(snapshot, incidents, locales, head, live, names)
  yield { path: '/404.html', fingerprint: head }
  yield { path: '/robots.txt', fingerprint: head }
  yield {
    path: '/sitemap.xml',
    fingerprint: hash(
      `${head} ${range} ${components.map((one) => one.id).join()} ${incidents.map((one) => one.id).join()} ${plannedPlaces(snapshot).join()}`,
    ),
    deferrable: head,
  }
  yield* statuspageParts(snapshot, head)
  yield { path: '/live.json', fingerprint: hash(`${live} ${snapshot.checkedAt}`) }
}
