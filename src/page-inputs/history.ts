import { type Month, months } from '../view/history/history.ts'
import { hash } from '../view/shared/hash.ts'
import { announcementKey, incidentKey, maintenanceKeyAt } from './keys.ts'
import { eventsKey } from './events-key.ts'
import { lazily, lazyInputs } from './lazy-inputs.ts'
import type { PageContext, PageInputs } from './page-kind.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

const monthKeys = oncePer(({ snapshot, commonKey, nameKeys: names }: PageContext) => {
  const all = months(snapshot)
  const nameKeys = [...names]
  const noticeKey = hash(JSON.stringify(snapshot.notice))
  return all.map(({ month, incidents, works, announcements, deployments }, index) =>
    hash(
      [
        commonKey,
        all[index - 1]?.month,
        month,
        all[index + 1]?.month,
        ...incidents.map(incidentKey),
        ...announcements.map(announcementKey),
        ...works.map((one) => maintenanceKeyAt(one, snapshot.generatedAt)),
        noticeKey,
        deployments.length > 0 && JSON.stringify([deployments, nameKeys]),
      ].join(),
    ),
  )
})

/** How much a month counts: a false alarm leaves the count. */
const countOf = ({ incidents, works }: Month): string =>
  `${incidents.filter(({ falseAlarm }) => falseAlarm === null).length}/${works.length}`

/** The latest month, with the list of all. */
export function historyInputs(context: PageContext): PageInputs[] {
  const { snapshot, commonKey } = context
  return [
    lazyInputs('/history/', {
      fingerprint: lazily(() => {
        const all = months(snapshot)
        const range = `${all[0]?.month} ${all.at(-1)?.month}`
        const counts = all.map(countOf).join()
        return hash(`${range} ${counts} ${monthKeys(context).at(-1) ?? commonKey}`)
      }),
      deferrableKey: () => commonKey,
      hourlyKey: () => eventsKey(context),
    }),
  ]
}

/** The page of every month. */
export function monthInputs(context: PageContext): PageInputs[] {
  return months(context.snapshot).map(({ month }, index) =>
    lazyInputs(`/history/${month}/`, {
      fingerprint: () => monthKeys(context)[index]!,
      deferrableKey: () => context.commonKey,
      hourlyKey: () => eventsKey(context),
    }),
  )
}
