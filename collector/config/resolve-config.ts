import type { ComponentConfig, Config, DemoService } from '../core/config/config.ts'
import { dropEmptyFields } from '../core/notice/notice-field.ts'
import {
  type OptionalText,
  type RecurringFields,
  maintenanceFields,
  optionalTexts,
} from '../core/maintenance/fields.ts'
import type { Text } from '../core/text/localized-text.ts'
import { resolveAlerts } from './alerts.ts'
import { resolveChannels, resolveEscalations, resolveSubscriptions } from './channels.ts'
import { resolveDeployments } from './deployments.ts'
import { resolveMonitorRegions, resolveRegions } from './regions/resolve-regions.ts'
import { resolveMonitor } from './resolve-monitor.ts'
import type { OperatorWords } from '../core/i18n/words.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'
import { resolveMetrics, resolveObjectives, resolveTiers } from './objectives.ts'
import { resolveIncidentTemplates } from './incident-templates.ts'
import { resolveTemplates } from './templates.ts'

const day = 86_400_000

function resolvePage(entry: ConfigurationEntry, words: OperatorWords = {}): Config['page'] {
  const { page: written } = entry
  const locale = written.locale ?? written.locales?.[0] ?? 'en'
  return {
    name: written.name,
    // Places of the site begin with a slash themselves.
    url: written.url?.replace(/\/+$/, '') ?? null,
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
    ...(Object.keys(words).length > 0 && { words }),
  }
}

const resolveComponents = (entry: ConfigurationEntry): ComponentConfig[] =>
  entry.components.map((component) => ({
    id: component.id,
    name: component.name,
    description: component.description ?? null,
    group: component.group ?? null,
    tier: component.tier ?? null,
    priority: component.priority ?? null,
    monitors: (component.monitors ?? []).map((monitor) => {
      const resolved = resolveMonitor(monitor, component.id, entry.defaults, resolvePage(entry).timezone)
      // Beats arrive at the collector, wherever their jobs run.
      const watchedFrom =
        monitor.kind === 'heartbeat' ? undefined : resolveMonitorRegions(entry, component, monitor)
      return watchedFrom ? { ...resolved, watchedFrom } : resolved
    }),
  }))

const resolveServices = (entry: NonNullable<ConfigurationEntry['demo']>): DemoService[] =>
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
function resolveNotice({ notice: written, maintenance = [] }: ConfigurationEntry): Config['notice'] {
  const own = maintenance.flatMap((window) =>
    window.notice === undefined ? [] : [[window.class ?? window.id, window.notice] as const],
  )
  return { default: day, ...written, ...Object.fromEntries(own) }
}

/** The texts of a window that may be left out: null for none, or absent as their description has it. */
const resolveTexts = (
  window: Partial<Record<(typeof maintenanceFields)[OptionalText]['name'], Text>>,
): Pick<RecurringFields, OptionalText> =>
  dropEmptyFields(
    maintenanceFields,
    Object.fromEntries(
      optionalTexts().map((member) => [member, window[maintenanceFields[member].name] ?? null]),
    ) as Pick<RecurringFields, OptionalText>,
  )

const resolveRecurringMaintenance = (entry: ConfigurationEntry): Config['recurringMaintenance'] =>
  (entry.maintenance ?? []).map((window) => ({
    id: window.id,
    class: window.class ?? (window.notice === undefined ? 'default' : window.id),
    title: window.title,
    body: window.body ?? '',
    rrule: window.rrule,
    since: window.since ?? null,
    at: window.at,
    timezone: window.timezone ?? resolvePage(entry).timezone,
    lasts: window.lasts,
    components: window.components,
    impact: window.impact ?? 'minor',
    ...resolveTexts(window),
    tasks: window.tasks ?? [],
  }))

const resolvePriorities = (entry: ConfigurationEntry): Config['priorities'] =>
  Object.fromEntries(
    Object.entries(entry.priorities ?? {}).flatMap(([name, priority]) =>
      priority === undefined
        ? []
        : [
            [
              name,
              {
                description: priority.description ?? null,
                response: priority.response ?? null,
                resolution: priority.resolution ?? null,
                examples: priority.examples ?? [],
              },
            ],
          ],
    ),
  )

/** What the file says, with every default filled in; `words` are the operator's, for locales that Vigie has none for. */
export function resolveConfig(
  entry: ConfigurationEntry,
  secrets: readonly string[],
  words: OperatorWords,
): Config {
  const { uptime, incidents } = entry
  const page = resolvePage(entry, words)
  return {
    page,
    components: resolveComponents(entry),
    region: entry.region ?? '',
    store: entry.store ?? '',
    regions: resolveRegions(entry),
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
      reopenWithin: incidents?.reopen_within ?? incidents?.fold ?? 15 * 60_000,
      from: incidents?.from ?? 'degraded_performance',
      templates: resolveIncidentTemplates(incidents?.templates, page.locales, words),
    },
    priorities: resolvePriorities(entry),
    tiers: resolveTiers(entry),
    objectives: resolveObjectives(entry),
    metrics: resolveMetrics(entry),
    notice: resolveNotice(entry),
    recurringMaintenance: resolveRecurringMaintenance(entry),
    templates: resolveTemplates(entry),
    deployments: resolveDeployments(entry),
    retention: { checks: entry.retention?.checks ?? 30 * day },
    publish: {
      every: entry.publish?.every ?? 60_000,
      after: entry.publish?.after ?? [],
      hub: entry.publish?.hub ?? null,
    },
    demo: entry.demo === undefined ? null : { services: resolveServices(entry.demo) },
    secrets,
    channels: resolveChannels(entry),
    alerts: resolveAlerts(entry),
    subscriptions: resolveSubscriptions(entry),
    escalations: resolveEscalations(entry),
  }
}
