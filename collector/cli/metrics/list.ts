import type { Config } from '../../core/config/config.ts'
import { formatDuration } from '../../core/time/duration.ts'
import type { NumberCondition } from '../../core/monitoring/monitor.ts'
import { type MetricInfo, metricInfos } from '../../server/api/read-metrics.ts'
import { truncate, formatColumns, plainLine } from '../io/plain-text.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { MetricReader } from '../../store/metric-store.ts'

/** What a command about metrics works with; `now` in ms. */
export type MetricsCommandContext = {
  readonly terminal: Terminal
  readonly config: Pick<Config, 'metrics'>
  readonly store: MetricReader
  readonly now: number
}

/** `vigie metrics list`: every metric as it stands, private ones too; nothing of where it is pulled from. */
export async function listMetrics(context: MetricsCommandContext, json = false): Promise<number> {
  const { terminal, config, store, now } = context
  const metrics = await metricInfos({ metrics: config.metrics, store }, now)
  if (json) terminal.out(JSON.stringify(metrics))
  else if (metrics.length === 0)
    terminal.err('There are no metrics. Add one to status.yaml: metrics: [{ id: cpu, name: Processor }]')
  else
    for (const line of formatColumns([
      ['ID', 'LATEST', 'AGE', 'STATE', 'GOAL', 'SEEN BY'],
      ...metrics.map((metric) => [
        truncate(metric.id, 20),
        formatLatest(metric),
        formatAge(metric, now),
        metric.state,
        truncate(formatGoal(metric), 12),
        metric.public ? 'public' : 'private',
      ]),
    ]))
      terminal.out(line)
  return 0
}

const formatLatest = ({ latest, unit }: MetricInfo): string => {
  if (latest === null) return '-'
  return truncate(`${formatNumber(latest.value)}${unit === null ? '' : ` ${plainLine(unit)}`}`, 18)
}

/** With four digits at least, as programs write numbers. */
const formatNumber = (value: number): string => {
  const isWhole = Math.abs(value) >= 1_000 && Math.abs(value) < 1e15
  return String(isWhole ? Math.round(value) : Number(value.toPrecision(4)))
}

/** The age in its largest unit, rounded down: `12s`, `5m`, `3d`. */
function formatAge({ latest }: MetricInfo, now: number): string {
  if (latest === null) return '-'
  const age = Math.max(0, now - Date.parse(latest.at))
  const [largestUnit] = /^\d+(?:d|h|m|s)/.exec(formatDuration(Math.floor(age / 1000) * 1000)) ?? ['0s']
  return largestUnit
}

const formatCondition = ({ operator, value }: NumberCondition): string => `${operator} ${value}`

/** What it should be; where that is not said, from where it is a worry. */
const formatGoal = ({ good, thresholds }: MetricInfo): string => {
  const limit = thresholds.warning ?? thresholds.critical
  if (good) return formatCondition(good)
  return limit ? `not ${formatCondition(limit)}` : '-'
}
