import { handbookRules } from '../../collector/core/deployment/rollback-triggers.ts'
import { onTestFinished } from 'vitest'
import { resolveIncidentTemplates } from '../../collector/config/incident-templates.ts'
import type { ComponentConfig, Config } from '../../collector/core/config/config.ts'
import type { Health } from '../../collector/core/monitoring/health.ts'
import type { Report } from '../../collector/core/report/report-document.ts'
import { parseFrozenReport } from '../../collector/core/report/chain.ts'
import { noObjectives } from '../../collector/core/slo/objective.ts'
import { defaultWeights } from '../../collector/core/availability/availability.ts'
import { backfill } from '../../collector/monitoring/backfill.ts'
import { createFreezer } from '../../collector/reports/freezer.ts'
import type { Store } from '../../collector/store/store.ts'
import { aDatabaseFile } from '../store/database-file.ts'

export const hour = 3_600_000
export const day = 24 * hour
/** An instant of 2026, UTC: `on('10-03', '10:00')`. */
export const on = (date: string, time = '00:00'): number =>
  Date.parse(`2026-${date}T${time.padEnd(8, ':00')}Z`)

export const aComponent = (id: string, more: Partial<ComponentConfig> = {}): ComponentConfig => ({
  id,
  name: id,
  description: null,
  group: null,
  tier: null,
  priority: null,
  monitors: [
    {
      kind: 'tcp',
      id: `${id}-tcp`,
      component: id,
      host: 'x',
      port: 1,
      every: hour,
      timeout: 10_000,
      expect: {},
      confirm: { failures: 1, successes: 1, retryEvery: hour },
    },
  ],
  ...more,
})

export const aConfig = (components: readonly ComponentConfig[], more: Partial<Config> = {}): Config => ({
  page: {
    name: 'Example',
    url: null,
    locale: 'en',
    locales: ['en', 'fr'],
    timezone: 'UTC',
    historyDays: 90,
    theme: { accent: null, logo: null, css: null },
    contact: null,
  },
  components,
  region: '',
  store: '',
  regions: [],
  connectivity: [],
  uptime: { weights: defaultWeights, excludeMaintenance: 'announced' },
  incidents: {
    automatic: true,
    reopenWithin: 0,
    from: 'degraded_performance',
    templates: resolveIncidentTemplates(undefined, ['fr', 'en']),
  },
  priorities: {},
  deployments: handbookRules,
  retention: { checks: 30 * day },
  publish: { every: 60_000, after: [], hub: null },
  notice: { default: day },
  recurringMaintenance: [],
  templates: [],
  demo: null,
  secrets: [],
  channels: [],
  alerts: [],
  subscriptions: { emailChannel: null, emailsPerSecond: 50, webhook: false, push: false, url: null },
  escalations: {},
  tiers: [],
  objectives: noObjectives,
  metrics: [],
  ...more,
})

/** A database in a folder of its own, and what is done to it. */
export async function anArchive() {
  const place = aDatabaseFile()
  onTestFinished(() => place.dispose())
  const store = await place.open({ timezone: 'UTC' })
  return {
    file: place.file,
    store,
    another: () => place.open(),
    /** Checks of the monitor of a component, one each hour of a span, imported. */
    async checks(
      component: ComponentConfig,
      from: number,
      to: number,
      healthAt: (at: number) => Health = () => 'up',
    ) {
      const [monitor] = component.monitors
      const list = []
      for (let at = from; at < to; at += hour) {
        const health = healthAt(at)
        const took = health === 'down' ? null : 100
        list.push({
          monitor: monitor!.id,
          region: '',
          at,
          health,
          took,
          ...(health !== 'up' && { fault: { code: 'timeout' as const, detail: '' } }),
        })
      }
      await backfill(store, monitor!, '', list)
    },
    configured: (config: Config, at: number) =>
      store.commit({ configuration: { at, components: config.components, region: '' } }),
  }
}

/** Freeze all there is to freeze; the lines logged. */
export async function freezeAll(
  store: Store,
  config: Config,
  now: number,
  one = createFreezer({ store, config, log: { info: () => {}, error: () => {} } }),
): Promise<number> {
  let frozen = 0
  while (await one.pass(now)) frozen++
  return frozen
}

/** What is frozen, as `2026-10.1`. */
export const links = async (store: Store): Promise<string[]> =>
  (await store.reports()).map((one) => `${one.period}.${one.revision}`)

/** The latest report of a month. */
export async function latest(store: Store, month: string): Promise<Report & { readonly why: string | null }> {
  const found = (await store.reports()).findLast((one) => one.period === month)
  if (!found) throw new Error(`no report of ${month}`)
  return { ...parseFrozenReport(found), why: found.why }
}
