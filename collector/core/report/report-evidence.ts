import type { Evidence } from '../explain/explanation.ts'
import type { Interval } from '../time/interval.ts'
import type { ReportComponent } from './report-document.ts'

/** The evidence that a report keeps of a component; it covers the report's period. */
export const evidenceOfReport = (component: ReportComponent): Evidence => ({
  firstAt: component.first_at === null ? null : Date.parse(component.first_at),
  goneAt: component.gone_at === null ? null : Date.parse(component.gone_at),
  ...(component.monitored === false && { monitored: false }),
  slices: component.slices.map(({ status, ...span }) => ({ ...parseInterval(span), status })),
  windows: component.windows.map((one) => ({
    id: one.id,
    title: one.title,
    class: one.class,
    ...parseInterval(one),
    noticeGiven: one.notice_given,
    noticeDue: one.notice_due,
    late: one.late,
    cancelled: one.cancelled,
    excluded: one.excluded.map(parseInterval),
  })),
})

const parseInterval = ({ from, to }: { readonly from: string; readonly to: string }): Interval => ({
  from: Date.parse(from),
  to: Date.parse(to),
})
