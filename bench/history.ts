import type { Check } from '../collector/core/monitoring/check.ts'
import type { Config } from '../collector/core/config/config.ts'
import type { Incident } from '../collector/core/incident/incident.ts'
import { createMonitorStates } from '../collector/core/monitoring/monitor-states.ts'
import type { Transition } from '../collector/core/monitoring/transition.ts'
import type { Store } from '../collector/store/store.ts'
import { dice } from './numbers.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How much past a store is given. */
export type Past = {
  readonly days: number
  /** Past incidents, spread over all of it. */
  readonly incidents: number
}

/**
 * Write a past into an empty store through its commits: a check of every monitor each hour, whose fold is that of the
 * collector, a bad one here and there, and incidents written by people, all resolved. It ends just before `now`.
 */
export async function writePast(store: Store, config: Config, past: Past, now: number): Promise<void> {
  const monitors = config.components.flatMap((component) => component.monitors)
  // Automatic incidents would make the number of incidents depend on the dice.
  const states = createMonitorStates(
    { ...config, incidents: { ...config.incidents, automatic: false } },
    '',
    new Map(),
    [],
  )
  const roll = dice(1)
  const first = now - past.days * day
  let checks: Check[] = []
  let transitions: Transition[] = []
  for (let slot = first; slot < now - hour / 2; slot += hour) {
    for (const [i, monitor] of monitors.entries()) {
      const at = Math.floor(slot + (i * hour) / 2 / monitors.length)
      const check = imagined(monitor.id, at, roll())
      checks.push(check)
      transitions.push(...states.check(check, at).transitions)
    }
    if (checks.length < 2_000 && slot + hour < now - hour / 2) continue
    await store.commit({
      checks,
      transitions,
      states: monitors.map(({ id }) => ({ monitor: id, region: '', state: states.state(id) })),
    })
    checks = []
    transitions = []
  }
  const gap = (past.days * day - 2 * hour) / Math.max(1, past.incidents)
  const stories = Array.from({ length: past.incidents }, (_, i) =>
    aStory(i, Math.floor(first + i * gap), config.components[i % config.components.length]!.id),
  )
  for (let i = 0; i < stories.length; i += 200) await store.commit({ incidents: stories.slice(i, i + 200) })
}

function imagined(monitor: string, at: number, chance: number): Check {
  const took = Math.round((80 + 300 * chance) * 10) / 10
  if (chance > 0.001) return { monitor, region: '', at, health: 'up', took }
  const fault = { code: 'timeout', detail: 'no answer in 10 s' } as const
  return { monitor, region: '', at, health: 'down', took: 10_000, fault }
}

/** An incident of half an hour with four messages in two languages, as a person writes them. */
export function aStory(i: number, startedAt: number, component: string): Incident {
  const told = (status: Incident['updates'][number]['status'], after: number, fr: string, en: string) => ({
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
      told(
        'investigating',
        2,
        'Temps de réponse au-dessus de **3 s**. Nous cherchons.',
        'Response time above **3 s**. We are looking.',
      ),
      told(
        'identified',
        9,
        'Une requête trop coûteuse ralentit l’analyse. Nous revenons en arrière.',
        'A costly query slows the analysis down. We are rolling back.',
      ),
      told(
        'monitoring',
        16,
        'Un correctif est déployé ; nous surveillons.',
        'A fix is deployed; we are monitoring.',
      ),
      told(
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
