import ICAL from 'ical.js'

/** One appointment as a calendar program shows it. Instants in ms. */
export type Shown = {
  readonly uid: string
  readonly from: number
  readonly to: number
  readonly summary: string
  readonly status: string
}

/** What an independent reader, ical.js, shows of a calendar inside an interval, in order. Throws where it cannot be read. */
export function shownIn(text: string, from: number, to: number): readonly Shown[] {
  const root = new ICAL.Component(ICAL.parse(text) as unknown[] as never)
  ICAL.TimezoneService.reset()
  for (const zone of root.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  const events = root.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
  const exceptions = events.filter((event) => event.isRecurrenceException())
  const shown: Shown[] = []
  const show = (item: ICAL.Event, start: ICAL.Time, end: ICAL.Time): void => {
    const begin = start.toUnixTime() * 1000
    if (begin < from || begin >= to) return
    const status = String(item.component.getFirstPropertyValue('status'))
    shown.push({ uid: item.uid, from: begin, to: end.toUnixTime() * 1000, summary: item.summary, status })
  }
  for (const event of events) {
    if (event.isRecurrenceException()) continue
    if (!event.isRecurring()) {
      show(event, event.startDate, event.endDate)
      continue
    }
    for (const exception of exceptions) if (exception.uid === event.uid) event.relateException(exception)
    const all = event.iterator()
    for (let next = all.next(); next && next.toUnixTime() * 1000 < to; next = all.next()) {
      const details = event.getOccurrenceDetails(next)
      show(details.item, details.startDate, details.endDate)
    }
  }
  return shown.toSorted((a, b) => a.from - b.from)
}

/** The lines of a calendar as they are before folding. */
export const unfolded = (text: string): readonly string[] => text.replace(/\r\n[ \t]/g, '').split('\r\n')
