import type { KnownHealth } from '../../../collector/core/monitoring/health.ts'

/** A quorum as configuration has it. */
export type NaiveQuorum = 'majority' | 'all' | number

/**
 * What several regions say together at one instant, worked out from the words of NUMBERS.md (Several regions) and by none
 * of the collector's code.
 */
export function naiveAgreement(healths: readonly KnownHealth[], quorum: NaiveQuorum): KnownHealth {
  const n = healths.length
  const need = quorum === 'majority' ? Math.floor(n / 2) + 1 : quorum === 'all' ? n : Math.min(quorum, n)
  if (healths.filter((one) => one === 'down').length >= need) return 'down'
  if (healths.filter((one) => one === 'down' || one === 'degraded').length >= need) return 'degraded'
  return healths.includes('up') ? 'up' : 'unknown'
}

/** The last of a list that is not later than an instant; of several at one instant, the last. */
export const naiveLast = <T extends { readonly at: number }>(list: readonly T[], t: number): T | undefined =>
  list.findLast(({ at }) => at <= t)
