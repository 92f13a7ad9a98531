import { currentAnnouncements } from '../../../collector/core/announcement/announcement.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { dayState } from '../shared/day-state.ts'
import { hash } from '../shared/hash.ts'
import { comingOf } from './coming.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

/**
 * Changes when something a reader would want to see has changed, not with every minute that passes: what a page left
 * open compares before it fetches itself again.
 */
export const liveFingerprint = oncePer((snapshot: Snapshot): string => {
  const coming = comingOf(snapshot)
  const seen = [
    snapshot.page,
    snapshot.status,
    snapshot.cutOff,
    snapshot.groups,
    snapshot.components.map((one) => [
      one.id,
      one.name,
      one.status,
      one.uptime.printed,
      one.days.at(-1)?.date,
      one.days.at(-1) && dayState(one.days.at(-1)!),
      ...(one.regions ? [one.downFrom, one.regions.map(({ id, status }) => `${id} ${status}`)] : []),
    ]),
    snapshot.incidents.map((one) => `${one.id} ${one.version}`).join(),
    [...coming.underWay, ...coming.soon].map((one) => `${one.id} ${one.version}`).join(),
    coming.underWay.length,
    currentAnnouncements(snapshot.announcements, snapshot.generatedAt)
      .map((one) => `${one.id} ${one.version}`)
      .join(),
    snapshot.metrics.flatMap(({ id, state }) => (state === 'critical' ? [id] : [])),
  ]
  return hash(JSON.stringify(seen))
})
