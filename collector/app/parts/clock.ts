import { clockDoubt } from '../../time/plausible-clock.ts'
import { type DoubtingClock, describeClockJump, systemClock } from '../../time/system-clock.ts'
import type { AppContext } from '../context.ts'
import { CliError } from '../errors.ts'

/** A clock that goes on from the last record. @throws CliError when neither it nor the record can be gone by */
export async function createClock(
  { store, log, lastWrittenAt = null, acceptClock }: AppContext,
  aliveAt: number,
): Promise<DoubtingClock> {
  const latestCheck = Math.max(0, ...(await store.latestChecks()).map((check) => check.at))
  const lastFrozen = (await store.reportHeads()).at(-1)?.frozenAt ?? 0
  const lastRecordedAt = Math.max(latestCheck, lastFrozen, aliveAt)
  const doubt = clockDoubt({ now: Date.now(), lastRecordedAt, lastWrittenAt }, acceptClock)
  if (doubt !== null) throw new CliError(doubt)
  return systemClock(latestCheck, (jump) => log.warn(describeClockJump(jump)))
}
