import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Config } from '../../../collector/core/config/config.ts'
import type { KnownHealth } from '../../../collector/core/monitoring/health.ts'
import { backfill } from '../../../collector/monitoring/backfill.ts'
import { type NaiveQuorum, naiveAgreement, naiveLast } from '../../core/monitoring/naive-regions.ts'
import { aHistoryCli } from '../history-fixture.ts'

const names = ['a', 'b', 'c', 'd'] as const
const start = Date.parse('2026-11-10T12:00:00Z')
/** ms; short, so that every one of them can be looked at. */
const span = 2_000
const every = 40
const timeout = 15
const yaml = `
page: { name: Example, timezone: UTC }
region: a
regions: [{ id: a }, { id: b }, { id: c }, { id: d }]
components:
  - { id: api, name: API, monitors: [{ id: m, kind: tcp, host: 127.0.0.1, port: 1 }] }
`

/** A pace of milliseconds, which a file would not allow. One check is enough to believe a change. */
const paced =
  (regions: readonly string[], quorum: NaiveQuorum) =>
  (config: Config): Config => ({
    ...config,
    components: config.components.map((component) => ({
      ...component,
      monitors: component.monitors.map((monitor) => ({
        ...monitor,
        every,
        timeout,
        confirm: { failures: 1, successes: 1, retryEvery: 5_000 },
        watchedFrom: { regions, quorum },
      })),
    })),
  })

const look = fc.record({
  at: fc.integer({ min: 0, max: span - 1 }),
  health: fc.constantFrom<KnownHealth>('up', 'up', 'degraded', 'down', 'down', 'unknown'),
})
const looks = fc
  .uniqueArray(look, { minLength: 1, maxLength: 60, selector: ({ at }) => at })
  .map((all) => all.toSorted((one, other) => one.at - other.at))
const history = fc.record({
  regions: fc.array(looks, { minLength: 1, maxLength: 4 }),
  quorum: fc.oneof(fc.constantFrom<NaiveQuorum>('majority', 'all'), fc.integer({ min: 1, max: 4 })),
})

test('figures of histories from several places are those of every millisecond looked at by itself', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ regions, quorum }) => {
      const watching = names.slice(0, regions.length)
      const now = start + span + 10_000
      const cli = await aHistoryCli(yaml, now, paced(watching, quorum))
      // By the code of `import`, without its doubts about checks that are far apart.
      for (const [i, checks] of regions.entries())
        await backfill(
          cli.store,
          cli.config.components[0]!.monitors[0]!,
          names[i]!,
          checks.map(({ at, health }) => ({
            monitor: 'm',
            region: names[i]!,
            at: start + at,
            health,
            took: null,
          })),
        )
      const { components, region } = cli.config
      await cli.store.commit({ configuration: { at: now, components, region } })
      const counts: Record<KnownHealth, number> = { up: 0, degraded: 0, down: 0, unknown: 0 }
      const firstAt = Math.min(...regions.map(([first]) => first!.at))
      for (let t = firstAt; t < span; t++) {
        const healths = regions.map((checks): KnownHealth => {
          const last = naiveLast(checks, t)
          // A check holds for twice the interval and the timeout; then nobody looks.
          return last && t < last.at + 2 * every + timeout ? last.health : 'unknown'
        })
        counts[naiveAgreement(healths, quorum)]++
      }
      const found = await cli.uptime('api', {
        from: new Date(start).toISOString(),
        until: new Date(start + span).toISOString(),
      })
      expect(found).toMatchObject({
        period: span - firstAt,
        observed: counts.up + counts.degraded + counts.down,
        down: counts.down,
        degraded: counts.degraded,
        unknown: counts.unknown,
      })
    }),
    { numRuns: 25, endOnFailure: true },
  )
})
