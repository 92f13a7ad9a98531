import { newId } from '../../app/new-id.ts'
import { createSubscriptions } from '../../app/subscriptions/subscriptions.ts'
import type { Config } from '../../core/config/config.ts'
import type { Store } from '../../store/store.ts'
import {
  type SubscriberDirectory,
  createSubscriberDirectory,
} from '../../subscriptions/subscriber-directory.ts'

/** The subscribers of the operator's store. */
export function openDirectory(config: Config, store: Store): SubscriberDirectory {
  const now = Date.now
  const subscriptions = createSubscriptions({ config, store, demo: false }, { now })
  return createSubscriberDirectory({ store, config, service: subscriptions?.service ?? null, now, id: newId })
}
