import { formatDuration } from '../../core/time/duration.ts'
import { maxConcurrentProbes } from '../check-runner.ts'
import { describeUnheard } from '../describe-unheard.ts'
import type { CollectorParts } from '../parts.ts'

/** How far our time may be from the machine's before `/readyz` says so, ms. */
const longestLead = 60_000

/**
 * What keeps a collector from probing, storing or publishing now, in words; empty when nothing does.
 *
 * @param waiting how many probes wait for their turn
 */
export function problemsOf(
  { clock, recorder, publisher, network, storeWatch }: CollectorParts,
  waiting: number,
): readonly string[] {
  const problems: string[] = []
  const storing = storeWatch.trouble() ?? recorder.trouble()
  const publishing = publisher.trouble()
  if (storing) problems.push(`storing: ${storing.message}`)
  if (publishing) problems.push(`publishing: ${publishing}`)
  if (network.isCutOff()) problems.push('probing: network unreachable')
  else if (waiting > maxConcurrentProbes) problems.push(`probing: ${waiting} probes wait for their turn`)
  const lead = clock.lead()
  if (Math.abs(lead) > longestLead) problems.push(`clock: ${describeLead(lead)}`)
  return problems
}

/** A restart goes on from the last record: it follows a clock that is ahead of us, and none that is behind. */
export function describeLead(lead: number): string {
  const distance = formatDuration(Math.round(Math.abs(lead) / 1_000) * 1_000)
  return lead > 0
    ? `our time is ${distance} ahead of the machine's. If the machine's clock is right, wait until that is made up, or stop, take out what is dated ahead with vigie discard-future, and start again; if not, set it`
    : `our time is ${distance} behind the machine's. If the machine's clock is right, restart; if not, set it`
}

/**
 * Why a reader would not see all that was acknowledged before this process began, in words; empty once it is public. It is no
 * fault that anybody must act on.
 */
export const catchingUpOf = ({ publisher }: CollectorParts): readonly string[] =>
  publisher.hasCaughtUp() || publisher.trouble() !== null
    ? []
    : ['publishing: what was stored before the start is not public yet']

/** What somebody should mend although it works, in words. */
export const warningsOf = (parts: CollectorParts): readonly string[] => [
  ...parts.brokenProbes.warnings(),
  ...parts.heartbeats.unheard().map(describeUnheard),
  ...parts.deliveries.warnings(),
  ...parts.noticeSync.warnings(),
  ...parts.agents.warnings(),
]

/** Long work that is under way and keeps nothing from being done, in words: `freezing reports 12 of 77`. */
export function progressOf({ reportArchiver }: CollectorParts): readonly string[] {
  const freezing = reportArchiver.progress()
  return freezing ? [`freezing reports ${freezing.done} of ${freezing.total}`] : []
}
