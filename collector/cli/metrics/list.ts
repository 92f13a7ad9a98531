import type { Config } from '../../core/config/config.ts'
import { formatDuration } from '../../core/time/duration.ts'
import type { NumberCondition } from '../../core/monitoring/monitor.ts'
import { type MetricInfo, metricInfos } from '../../server/api/read-metrics.ts'
import type { Store } from '../../store/store.ts'
import { cut, inColumns, plainLine } from '../io/plain-text.ts'
import type { Terminal } from '../../app/terminal.ts'

/** What a command about metrics works with; `now` in ms. */
export type MetricWork = {
  readonly terminal: Terminal
  readonly config: Pick<Config, 'metrics'>
  readonly store: Pick<Store, 'latestMetrics' | 'metricHours'>
  readonly now: number
}

/** `vigie metrics list`: every metric as it stands, private ones too; nothing of where it is pulled from. */
export async function listMetrics(work: MetricWork, json = false): Promise<number> {
  const { terminal, config, store, now } = work
  const metrics = await metricInfos({ metrics: config.metrics, store }, now)
  if (json) terminal.out(JSON.stringify(metrics))
  else if (metrics.length === 0)
    terminal.err('There are no metrics. Add one to status.yaml: metrics: [{ id: cpu, name: Processor }]')
  else
    for (const line of inColumns([
      ['ID', 'LATEST', 'AGE', 'STATE', 'GOAL', 'SEEN BY'],
      ...metrics.map((metric) => [
        cut(metric.id, 20),
        latestOf(metric),
        ageOf(metric, now),
        metric.state,
        cut(goalOf(metric), 12),
        metric.public ? 'public' : 'private',
      ]),
    ]))
      terminal.out(line)
  return 0
}

const latestOf = ({ latest, unit }: MetricInfo): string => {
  if (latest === null) return '-'
  return cut(`${shortNumber(latest.value)}${unit === null ? '' : ` ${plainLine(unit)}`}`, 18)
}

/** With four digits at least, as programs write numbers. */
const shortNumber = (value: number): string => {
  const whole = Math.abs(value) >= 1_000 && Math.abs(value) < 1e15
  return String(whole ? Math.round(value) : Number(value.toPrecision(4)))
}

/** The age in its largest unit, rounded down: `12s`, `5m`, `3d`. */
function ageOf({ latest }: MetricInfo, now: number): string {
  if (latest === null) return '-'
  const age = Math.max(0, now - Date.parse(latest.at))
  const [first] = /^\d+(?:d|h|m|s)/.exec(formatDuration(Math.floor(age / 1000) * 1000)) ?? ['0s']
  return first
}

const written = ({ operator, value }: NumberCondition): string => `${operator} ${value}`

/** What it should be; where that is not said, from where it is a worry. */
const goalOf = ({ good, thresholds }: MetricInfo): string => {
  const worry = thresholds.warning ?? thresholds.critical
  if (good) return written(good)
  return worry ? `not ${written(worry)}` : '-'
}
