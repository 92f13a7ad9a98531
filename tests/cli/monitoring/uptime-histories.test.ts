import { expect, test } from 'vitest'
import { assembleSnapshot } from '../../../collector/core/snapshot/assemble-snapshot.ts'
import type { Config } from '../../../collector/core/config/config.ts'
import { createSnapshotSource } from '../../../collector/publishing/gather/snapshot-source.ts'
import { aRandomHistory } from '../../core/availability/random-histories.ts'
import type { RawFacts } from '../../core/availability/raw-facts.ts'
import { referenceDay, referenceMonth } from '../../core/availability/reference-calendar.ts'
import { createReference } from '../../core/availability/raw-facts-reference.ts'
import { aHistoryCli } from '../history-fixture.ts'

const yaml = (zone: string): string => `
page: { name: Example, timezone: ${zone} }
notice: { default: 24h, long: 7d, none: 0s }
components:
  - { id: api, name: API, monitors: [] }
  - { id: web, name: Web, monitors: [] }
`

/** The configuration of a history: its monitors and rules, with intervals that a file would not allow. */
const configOf =
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

/** A history in a real store, read from files by the code of `vigie import`. */
async function importHistory(seed: number) {
  const random = aRandomHistory(seed)
  const facts = { ...random.facts, goneAt: null }
  const cli = await aHistoryCli(yaml(random.zone), facts.now, configOf(facts))
  if (facts.appearedAt !== null)
    await cli.store.commit({ components: [{ component: 'api', firstAt: facts.appearedAt }] })
  await cli.checks(
    ...facts.monitors.flatMap(({ id, checks }) => checks.map((look) => ({ monitor: id, ...look }))),
  )
  await cli.notices(...facts.incidents, ...facts.maintenances)
  // Some of them have lost a monitor since.
  const fewer = seed % 3 === 0 && facts.monitors.length > 1 ? facts.monitors.slice(1) : facts.monitors
  return { ...random, facts, cli, config: configOf({ ...facts, monitors: fewer })(cli.config) }
}

test('histories that were imported give, on the command line, the figures worked out slowly from the raw facts', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { facts, periods, zone, cli, config } = await importHistory(seed)
    const slow = createReference(facts)
    for (const { of, from, to } of periods) {
      if (from >= facts.now) continue
      const asked = { from: new Date(from).toISOString(), until: new Date(to).toISOString() }
      const found = await cli.uptime('api', asked, config)
      expect(found, `seed ${seed}, ${of}, ${zone}`).toMatchObject(slow.availability(from, to))
    }
  }
})

test('the page shows the same of them: its days, its month and all it shows together', async () => {
  for (let seed = 101; seed <= 120; seed++) {
    const { facts, zone, cli, config } = await importHistory(seed)
    const { now } = facts
    const gathered = await createSnapshotSource(
      cli.store,
      config,
      () => ({ cutOff: false, demo: false }),
      false,
    ).gather(now)
    const api = assembleSnapshot(gathered).components[0]!
    const slow = createReference(facts)
    const day = (date: string) => referenceDay(date, zone)
    const context = `seed ${seed}, ${zone}`
    const month = referenceMonth(api.days.at(-1)!.date.slice(0, 7), zone)
    expect(api.month, context).toEqual(slow.availability(month.from, month.to))
    expect(api.uptime, context).toEqual(slow.availability(day(api.days[0]!.date).from, now))
    // Those on which something happened, as far as there is time for it.
    for (const one of api.days.filter(({ period, down }) => period > 0 && down > 0).slice(0, 8)) {
      const { from, to } = day(one.date)
      expect(one, `${context}, ${one.date}`).toMatchObject(slow.availability(from, to))
    }
  }
})
