import type { Config } from '../../core/config/config.ts'
import type { Terminal } from '../../app/terminal.ts'
import { formatDuration } from '../../core/time/duration.ts'
import type { CheckReader } from '../../store/check-store.ts'

const day = 86_400_000

/**
 * `vigie export checks`: every raw check as a line that `import checks` reads, a day of one series at a time.
 * The region is left out where it is this collector's own, also from before it had a name: that is what `import checks` takes
 * it for.
 */
export async function exportChecks(
  terminal: Pick<Terminal, 'out'>,
  config: Pick<Config, 'region'>,
  store: CheckReader,
): Promise<number> {
  for (const series of await store.series()) {
    if (series.firstAt === null || series.state?.lastAt == null) continue
    const from = Math.max(series.firstAt, series.prunedBefore ?? 0)
    for (let at = from; at <= series.state.lastAt; at += day)
      for (const check of await store.checks(series.monitor, series.region, { from: at, to: at + day }))
        terminal.out(
          JSON.stringify({
            monitor: check.monitor,
            at: new Date(check.at).toISOString(),
            health: check.health,
            ...(check.took !== null && { took: check.took }),
            ...(check.every !== undefined && { every: formatDuration(check.every) }),
            ...(check.region !== '' && check.region !== config.region && { region: check.region }),
            ...(check.fault && { fault: check.fault }),
          }),
        )
  }
  return 0
}
