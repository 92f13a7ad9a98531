import type { Check } from '../collector/core/monitoring/check.ts'
import type { Config } from '../collector/core/config/config.ts'
import type { Incident } from '../collector/core/incident/incident.ts'
import { createMonitorStates } from '../collector/core/evaluation/monitor-states.ts'
import type { Transition } from '../collector/core/monitoring/transition.ts'
import type { Store } from '../collector/store/store.ts'
import { seededRandom } from './statistics.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How much past a store is given. */
export type HistorySize = {
  readonly days: number
  /** Past incidents, spread over all of it. */
  readonly incidents: number
}

/**
 * Write a past into an empty store through its commits: a check of every monitor each hour, whose fold is that of the
 * collector, a bad one here and there, and incidents written by people, all resolved. It ends just before `now`.
 */
export async function writeHistory(
  store: Store,
  config: Config,
  historySize: HistorySize,
  now: number,
): Promise<void> {
  const monitors = config.components.flatMap((component) => component.monitors)
  // Automatic incidents would make the number of incidents depend on the dice.
  const states = createMonitorStates(
    { ...config, incidents: { ...config.incidents, automatic: false } },
    '',
    new Map(),
    [],
  )
  const random = seededRandom(1)
  const first = now - historySize.days * day
  let checks: Check[] = []
  let transitions: Transition[] = []
  let commits = 0
  for (let hourStart = first; hourStart < now - hour / 2; hourStart += hour) {
    for (const [i, monitor] of monitors.entries()) {
      const at = Math.floor(hourStart + (i * hour) / 2 / monitors.length)
      const check = simulatedCheck(monitor.id, at, random())
      checks.push(check)
      transitions.push(...states.applyCheck(check, at).transitions)
    }
    if (checks.length < 2_000 && hourStart + hour < now - hour / 2) continue
    await store.commit({
      checks,
      transitions,
      states: monitors.map(({ id }) => ({
        monitor: id,
        region: '',
        state: states.state(id),
        basedOn: commits,
      })),
    })
    commits++
    checks = []
    transitions = []
  }
  const gap = (historySize.days * day - 2 * hour) / Math.max(1, historySize.incidents)
  const incidents = Array.from({ length: historySize.incidents }, (_, i) =>
    anIncident(i, Math.floor(first + i * gap), config.components[i % config.components.length]!.id),
  )
  for (let i = 0; i < incidents.length; i += 200)
    await store.commit({ incidents: incidents.slice(i, i + 200) })
}

function simulatedCheck(monitor: string, at: number, chance: number): Check {
  const took = Math.round((80 + 300 * chance) * 10) / 10
  if (chance > 0.001) return { monitor, region: '', at, health: 'up', took }
  const fault = { code: 'timeout', detail: 'no answer in 10 s' } as const
  return { monitor, region: '', at, health: 'down', took: 10_000, fault }
}

/** An incident of half an hour with four messages in two languages, as a person writes them. */
export function anIncident(i: number, startedAt: number, component: string): Incident {
  const update = (status: Incident['updates'][number]['status'], after: number, fr: string, en: string) => ({
    id: `b${i.toString(36).padStart(9, '0')}u${after}`,
    at: startedAt + after * minute,
    status,
    body: { fr, en },
    components: { [component]: status === 'resolved' ? 'operational' : 'partial_outage' } as const,
    author: 'camille',
  })
  return {
    id: `bench${i.toString(36).padStart(7, '0')}`,
    title: { fr: `Lenteurs du service, cas ${i}`, en: `Slow service, case ${i}` },
    impact: 'minor',
    priority: 'P3',
    startedAt,
    detectedAt: startedAt + minute,
    acknowledgedAt: startedAt + 2 * minute,
    automatic: false,
    about: null,
    updates: [
      update(
        'investigating',
        2,
        'Temps de réponse au-dessus de **3 s**. Nous cherchons.',
        'Response time above **3 s**. We are looking.',
      ),
      update(
        'identified',
        9,
        'Une requête trop coûteuse ralentit l’analyse. Nous revenons en arrière.',
        'A costly query slows the analysis down. We are rolling back.',
      ),
      update(
        'monitoring',
        16,
        'Un correctif est déployé ; nous surveillons.',
        'A fix is deployed; we are monitoring.',
      ),
      update(
        'resolved',
        30,
        'Tout est revenu à la normale. Merci de votre patience.',
        'All is back to normal. Thank you for your patience.',
      ),
    ],
    falseAlarm: null,
    version: 1,
  }
}
