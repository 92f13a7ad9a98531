import type { Availability } from '../../../collector/core/availability/availability-types.ts'
import type { RawIncident, RawMaintenance, RawFacts, RawMonitor } from './raw-facts.ts'

/**
 * The availability of NUMBERS.md a second time, from what was recorded and written down to the figure, with none of the
 * collector's code. It knows no transitions, timelines or declarations: it collects every instant at which anything could
 * change, and at each asks all the facts what they say. Plain, and slow.
 */
export function createReference(facts: RawFacts) {
  const monitors = facts.monitors.map(labelChecks)
  const { now } = facts
  const sliceAt = (at: number): Slice => ({
    from: at,
    to: at,
    status: statusAt(facts, monitors, at),
    declared: declaredAt(facts, at).length > 0,
    excluded: facts.maintenances.some((one) => excludes(one, facts, at)),
  })

  return {
    /** The figures of a period. */
    availability(from: number, to: number): Availability {
      const end = Math.min(to, now, facts.goneAt ?? now)
      const instants = [...new Set([...instantsOf(facts), from, end])].toSorted((a, b) => a - b)
      const slices = instants.slice(0, -1).map((at, i): Slice => ({ ...sliceAt(at), to: instants[i + 1]! }))
      const firsts = [
        ...facts.monitors.flatMap(({ checks }) => checks.map(({ at }) => at)),
        ...(facts.monitors.length === 0 && facts.appearedAt !== null ? [facts.appearedAt] : []),
        ...slices.filter((slice) => slice.declared && slice.from < now).map((slice) => slice.from),
      ]
      const first = Math.min(...firsts)
      const cut = slices.filter((slice) => slice.from >= Math.max(from, first) && slice.to <= end)
      return sumSlices(cut, facts.weights)
    },
  }
}

type CountedStatus = 'operational' | 'degraded_performance' | 'partial_outage' | 'major_outage'
type Slice = {
  from: number
  to: number
  status: CountedStatus | 'unknown'
  declared: boolean
  excluded: boolean
}
const statusOrder = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const

function sumSlices(slices: readonly Slice[], weights: RawFacts['weights']): Availability {
  const sum = (some: readonly Slice[], weight?: (slice: Slice) => number): bigint =>
    some.reduce((so, slice) => so + BigInt(slice.to - slice.from) * BigInt(weight?.(slice) ?? 1), 0n)
  const weigh = (slice: Slice): number => (slice.status === 'unknown' ? 0 : weights[slice.status])
  const up = (thousandths: bigint): bigint => (thousandths + 999n) / 1000n
  const known = slices.filter(({ status }) => status !== 'unknown')
  const within = known.filter(({ excluded }) => !excluded)

  const period = sum(slices)
  const observed = sum(within)
  const down = up(sum(within, weigh))
  const unknown = sum(slices.filter(({ status, excluded }) => status === 'unknown' && !excluded))
  const rawDown = up(sum(known, weigh))
  return {
    period: Number(period),
    observed: Number(observed),
    down: Number(down),
    degraded: Number(sum(within.filter(({ status }) => status === 'degraded_performance'))),
    excluded: Number(sum(slices.filter(({ excluded }) => excluded))),
    unknown: Number(unknown),
    availability: share(observed - down, observed),
    raw: share(sum(known) - rawDown, sum(known)),
    lower: share(observed - down, observed + unknown),
    upper: share(observed + unknown - down, observed + unknown),
    printed: print(down, observed),
  }
}

const share = (kept: bigint, of: bigint): number | null => (of === 0n ? null : Number(kept) / Number(of))

/** Floored: two decimals below 99.9 %, three from there, `100` only where nothing was down. */
function print(down: bigint, observed: bigint): string | null {
  if (observed === 0n) return null
  if (down === 0n) return '100'
  const thousandths = ((observed - down) * 100_000n) / observed
  const digits = thousandths.toString().padStart(4, '0')
  const text = `${digits.slice(0, -3)}.${digits.slice(-3)}`
  return thousandths < 99_900n ? text.slice(0, -1) : text
}

/** Every instant at which what somebody says could change. */
function instantsOf(facts: RawFacts): number[] {
  const instants = [facts.now, facts.appearedAt ?? facts.now, facts.goneAt ?? facts.now]
  for (const monitor of facts.monitors)
    for (const { at } of monitor.checks) instants.push(at, at + reach(monitor))
  for (const { started_at, updates, false_alarm } of facts.incidents)
    instants.push(started_at, ...updates.map(({ at }) => at), ...(false_alarm ? [false_alarm.at] : []))
  for (const { from, until, announced, completed_at } of facts.maintenances)
    instants.push(from, until, completed_at ?? until, ...announced.flatMap((one) => [one.from, one.until]))
  return instants
}

/** How long a check tells anything. */
const reach = ({ every, timeout }: RawMonitor): number => 2 * every + timeout

const healthRank = { up: 0, degraded: 1, down: 2 }
type Health = keyof typeof healthRank
type LabelledChecks = {
  readonly monitor: RawMonitor
  readonly at: number[]
  readonly healths: (Health | 'unknown')[]
}

/**
 * Each check of a monitor with the health that holds from it to the next. Whatever is confirmed relabels the checks that
 * confirm it, so that the first of them dates the change.
 */
function labelChecks(monitor: RawMonitor): LabelledChecks {
  const instants = [...new Set(monitor.checks.map(({ at }) => at))].toSorted((a, b) => a - b)
  const checkedHealths = instants.map((at) => monitor.checks.findLast((look) => look.at === at)!.health)
  const healths: LabelledChecks['healths'] = []
  let confirmedHealth: Health = 'up'
  let isConfirmed = false
  let runStart = 0
  for (const [i, health] of checkedHealths.entries()) {
    if (i > 0 && instants[i]! - instants[i - 1]! > reach(monitor)) {
      isConfirmed = false
      runStart = i
    }
    if (health === 'unknown') {
      healths.push('unknown')
      isConfirmed = false
      runStart = i + 1
      continue
    }
    if (health === confirmedHealth) isConfirmed = true
    healths.push(isConfirmed ? confirmedHealth : 'unknown')
    if (health === confirmedHealth) continue
    const worse: boolean = healthRank[health] > healthRank[confirmedHealth]
    const needed = worse ? monitor.failures : monitor.successes
    if (i + 1 - needed < runStart) continue
    const last = checkedHealths.slice(i + 1 - needed, i + 1) as Health[]
    if (
      !last.every((one) => one !== confirmedHealth && healthRank[one] > healthRank[confirmedHealth] === worse)
    )
      continue
    const sorted = last.toSorted((a, b) => healthRank[a] - healthRank[b])
    confirmedHealth = worse ? sorted[0]! : sorted.at(-1)!
    isConfirmed = true
    healths.fill(confirmedHealth, i + 1 - needed)
  }
  return { monitor, at: instants, healths }
}

function healthAt({ monitor, at, healths }: LabelledChecks, instant: number): Health | 'unknown' {
  const last = at.findLastIndex((one) => one <= instant)
  return last < 0 || instant - at[last]! >= reach(monitor) ? 'unknown' : healths[last]!
}

function statusAt(
  facts: RawFacts,
  monitors: readonly LabelledChecks[],
  at: number,
): CountedStatus | 'unknown' {
  const statuses: CountedStatus[] = declaredAt(facts, at)
  const healths = monitors.map((one) => healthAt(one, at)).filter((health) => health !== 'unknown')
  if (monitors.length === 0 || (healths.length > 0 && isFalseAlarm(facts, at))) statuses.push('operational')
  else if (healths.length > 0) {
    const down = healths.filter((health) => health === 'down').length
    if (down > 0) statuses.push(down === healths.length ? 'major_outage' : 'partial_outage')
    else statuses.push(healths.includes('degraded') ? 'degraded_performance' : 'operational')
  }
  return statusOrder.findLast((word) => statuses.includes(word)) ?? 'unknown'
}

const isOver = (status: string): boolean => status === 'resolved' || status === 'postmortem'

/** When an incident was over for good: at the message after the last one that had it open. */
function overAt({ updates }: RawIncident): number {
  return updates[updates.findLastIndex(({ status }) => !isOver(status)) + 1]?.at ?? Infinity
}

/** What people say of the component at an instant. */
const declaredAt = ({ incidents, component, now }: RawFacts, at: number): CountedStatus[] =>
  incidents.flatMap((incident) => {
    if (incident.false_alarm || at < incident.started_at || at >= Math.min(now, overAt(incident))) return []
    const word = incident.updates
      .filter((update, i) => i === 0 || update.at <= at)
      .filter(({ author }) => !(incident.automatic && author === 'collector'))
      .findLast(({ components }) => component in components)?.components[component]
    return word ? [word] : []
  })

const isFalseAlarm = ({ incidents, component }: RawFacts, at: number): boolean =>
  incidents.some((incident) => {
    const named =
      incident.about === component || incident.updates.some(({ components }) => component in components)
    if (!incident.false_alarm || !named) return false
    const over = overAt(incident)
    return at >= incident.started_at && at < (over === Infinity ? incident.false_alarm.at : over)
  })

/** Is an instant inside what a maintenance takes out of the count? */
function excludes(one: RawMaintenance, { component, exclude, notice }: RawFacts, at: number): boolean {
  if (exclude === 'none' || one.cancelled_at || one.withdrawn || !one.components.includes(component))
    return false
  if (at < one.from || at >= Math.min(one.until, one.completed_at ?? Infinity)) return false
  const due = notice[one.class]!
  const names = (span: { from: number; until: number }): boolean => at >= span.from && at < span.until
  return (
    exclude === 'all' ||
    // Some announcement named it in time, and none after has taken it back.
    one.announced.some(
      (announcement, i) =>
        announcement.from - announcement.at >= due &&
        names(announcement) &&
        one.announced.slice(i + 1).every(names),
    )
  )
}
