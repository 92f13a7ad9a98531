import type { Interval } from '../time/interval.ts'
import { isoInstant } from '../time/iso-instant.ts'
import type { CountedWindow } from './explanation.ts'

/** A maintenance window as reports and open data write it: instants ISO 8601 in UTC, notice in ms. */
export const windowDocument = (window: CountedWindow, excluded: readonly Interval[] = window.excluded) => ({
  id: window.id,
  title: window.title,
  class: window.class,
  from: isoInstant(window.from),
  to: isoInstant(window.to),
  notice_given: window.noticeGiven,
  notice_due: window.noticeDue,
  late: window.late,
  cancelled: window.cancelled,
  excluded: excluded.map(({ from, to }) => ({ from: isoInstant(from), to: isoInstant(to) })),
})
