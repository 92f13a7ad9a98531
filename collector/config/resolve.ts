import type { ComponentConfig, Config, DemoService } from '../core/config.ts'
import { resolveMonitor } from './monitor.ts'
import type { FileEntry } from './schema/file.ts'
import { incidentTemplates } from './templates.ts'

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
    faults: (service.faults ?? []).map(({ kind, every, after, lasts }) => ({
      kind,
      every,
      after: after ?? 0,
      lasts,
    })),
  }))

/** Parts that are checked now and read by later parts of the house. */
function promises(entry: FileEntry): Config['promises'] {
  const { notice, maintenance = [] } = entry
  const own = maintenance.flatMap((window) =>
    window.notice === undefined ? [] : [[window.class ?? window.id, window.notice] as const],
  )
  return {
    tiers: entry.tiers ?? [],
    objectives: entry.objectives ?? {},
    notice: { default: day, ...notice, ...Object.fromEntries(own) },
    maintenance: maintenance.map((window) =>
      Object.assign({}, window, {
        class: window.class ?? (window.notice === undefined ? 'default' : window.id),
        timezone: window.timezone ?? page(entry).timezone,
        impact: window.impact ?? 'minor',
      }),
    ),
    metrics: entry.metrics ?? [],
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
    priorities: entry.priorities ?? {},
    retention: { checks: entry.retention?.checks ?? 30 * day },
    publish: { every: entry.publish?.every ?? 60_000, after: entry.publish?.after ?? [] },
    demo: entry.demo === undefined ? null : { services: services(entry.demo) },
    secrets,
    promises: promises(entry),
  }
}
