import { expect, test } from 'vitest'
import type { Config } from '../../collector/core/config.ts'
import { aRandomHistory } from '../core/random-histories.ts'
import type { RawFacts } from '../core/raw-facts.ts'
import { slowly } from '../core/slow.ts'
import { aHistoryDesk } from './history-desk.ts'

const yaml = (zone: string): string => `
page: { name: Example, timezone: ${zone} }
notice: { default: 24h, long: 7d, none: 0s }
components:
  - { id: api, name: API, monitors: [] }
  - { id: web, name: Web, monitors: [] }
`

/** The configuration of a history: its monitors and rules, with intervals that a file would not allow. */
const configured =
  ({ monitors, weights, exclude }: RawFacts) =>
  (config: Config): Config => ({
    ...config,
    uptime: { weights, excludeMaintenance: exclude },
    components: config.components.map((component) => ({
      ...component,
      monitors:
        component.id !== 'api'
          ? []
          : monitors.map(({ id, every, timeout, failures, successes }) => ({
              kind: 'tcp',
              id,
              component: 'api',
              host: '127.0.0.1',
              port: 1,
              expect: {},
              every,
              timeout,
              confirm: { failures, successes, retryEvery: 5_000 },
            })),
    })),
  })

test('histories that were imported into the store give the figures worked out slowly, to the millisecond', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { facts: random, periods, zone } = aRandomHistory(seed)
    const facts = { ...random, goneAt: null }
    const desk = await aHistoryDesk(yaml(zone), facts.now, configured(facts))
    if (facts.appearedAt !== null)
      await desk.store.commit({ components: [{ component: 'api', firstAt: facts.appearedAt }] })
    await desk.checks(
      ...facts.monitors.flatMap(({ id, looks }) => looks.map((look) => ({ monitor: id, ...look }))),
    )
    await desk.notices(...facts.incidents, ...facts.maintenances)
    for (const { of, from, to } of periods) {
      if (from >= facts.now) continue
      const found = await desk.uptime('api', {
        from: new Date(from).toISOString(),
        until: new Date(to).toISOString(),
      })
      expect(found, `seed ${seed}, ${of}, ${zone}`).toMatchObject(slowly(facts).availability(from, to))
    }
  }
})
