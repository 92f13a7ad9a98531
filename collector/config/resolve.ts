import type { ComponentConfig, Config, DemoService } from '../core/config/config.ts'
import { resolveMonitor } from './monitor.ts'
import type { FileEntry } from './schema/configuration.ts'
import { metrics, objectives, tiers } from './objectives.ts'
import { incidentTemplates } from './incident-templates.ts'

const day = 86_400_000

function page(entry: FileEntry): Config['page'] {
  const { page: written } = entry
  const locale = written.locale ?? written.locales?.[0] ?? 'en'
  return {
    name: written.name,
    url: written.url ?? null,
    locale,
    locales: [...new Set([locale, ...(written.locales ?? [])])],
    timezone: written.timezone ?? 'UTC',
    historyDays: written.history_days ?? 90,
    theme: {
      accent: written.theme?.accent ?? null,
      logo: written.theme?.logo ?? null,
      css: written.theme?.css ?? null,
    },
    contact: written.contact ?? null,
  }
}

const components = (entry: FileEntry): ComponentConfig[] =>
  entry.components.map((component) => ({
    id: component.id,
    name: component.name,
    description: component.description ?? null,
    group: component.group ?? null,
    tier: component.tier ?? null,
    priority: component.priority ?? null,
    monitors: (component.monitors ?? []).map((monitor) =>
      resolveMonitor(monitor, component.id, entry.defaults),
    ),
  }))

const services = (entry: NonNullable<FileEntry['demo']>): DemoService[] =>
  entry.services.map((service) => ({
    id: service.id,
    kind: service.kind,
    port: service.port,
    latency: service.latency ?? 20,
    ...(service.answer !== undefined && { answer: service.answer }),
    ...(service.figures !== undefined && { figures: service.figures }),
    faults: (service.faults ?? []).map(({ kind, every, after, lasts }) => ({
      kind,
      every,
      after: after ?? 0,
      lasts,
    })),
  }))

/** Notice due by class: an entry of the programme may set its own, which is then its class's. */
function notice({ notice: written, maintenance = [] }: FileEntry): Config['notice'] {
  const own = maintenance.flatMap((window) =>
    window.notice === undefined ? [] : [[window.class ?? window.id, window.notice] as const],
  )
  return { default: day, ...written, ...Object.fromEntries(own) }
}

const programme = (entry: FileEntry): Config['programme'] =>
  (entry.maintenance ?? []).map((window) => ({
    id: window.id,
    class: window.class ?? (window.notice === undefined ? 'default' : window.id),
    title: window.title,
    body: window.body ?? '',
    rrule: window.rrule,
    since: window.since ?? null,
    at: window.at,
    timezone: window.timezone ?? page(entry).timezone,
    lasts: window.lasts,
    components: window.components,
    impact: window.impact ?? 'minor',
    reason: window.reason ?? null,
    alternatives: window.alternatives ?? null,
    tasks: window.tasks ?? [],
  }))

const priorities = (entry: FileEntry): Config['priorities'] =>
  Object.fromEntries(
    Object.entries(entry.priorities ?? {}).flatMap(([name, promised]) =>
      promised === undefined
        ? []
        : [
            [
              name,
              {
                description: promised.description ?? null,
                response: promised.response ?? null,
                resolution: promised.resolution ?? null,
              },
            ],
          ],
    ),
  )

/** Parts that are checked now and read by later parts of the house. */
function promises(entry: FileEntry): Config['promises'] {
  return {
    priorities: entry.priorities ?? {},
    alerts: entry.alerts ?? [],
    channels: entry.channels ?? {},
    subscriptions: entry.subscriptions ?? {},
  }
}

/** What the file says, with every default filled in. */
export function resolveConfig(entry: FileEntry, secrets: readonly string[]): Config {
  const { uptime, incidents } = entry
  return {
    page: page(entry),
    components: components(entry),
    connectivity: entry.connectivity?.any_of ?? [],
    uptime: {
      weights: {
        operational: 0,
        degraded_performance: uptime?.weights?.degraded_performance ?? 0,
        partial_outage: uptime?.weights?.partial_outage ?? 300,
        major_outage: uptime?.weights?.major_outage ?? 1000,
      },
      excludeMaintenance: uptime?.exclude_maintenance ?? 'announced',
    },
    incidents: {
      automatic: incidents?.automatic ?? true,
      fold: incidents?.fold ?? 15 * 60_000,
      from: incidents?.from ?? 'degraded_performance',
      templates: incidentTemplates(incidents?.templates),
    },
    priorities: priorities(entry),
    tiers: tiers(entry),
    objectives: objectives(entry),
    metrics: metrics(entry),
    notice: notice(entry),
    programme: programme(entry),
    retention: { checks: entry.retention?.checks ?? 30 * day },
    publish: {
      every: entry.publish?.every ?? 60_000,
      after: entry.publish?.after ?? [],
      hub: entry.publish?.hub ?? null,
    },
    demo: entry.demo === undefined ? null : { services: services(entry.demo) },
    secrets,
    promises: promises(entry),
  }
}
