import { hash } from '../view/shared/hash.ts'
import { subscribePlace } from '../view/subscriptions/subscribe-page.ts'
import type { PageContext, PageInputs } from './page-kind.ts'

/** The page of subscriptions: it offers the services by name and group. */
export function subscribeInputs({ snapshot, commonKey, nameKeys }: PageContext): PageInputs[] {
  const groups = snapshot.groups.map(({ name, components }) => JSON.stringify([name, components]))
  return [
    {
      place: subscribePlace,
      fingerprint: hash(`${commonKey} ${groups.join()} ${[...nameKeys].flat().join()}`),
    },
  ]
}
