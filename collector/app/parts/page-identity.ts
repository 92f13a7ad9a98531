import { randomUUID } from 'node:crypto'
import type { Config } from '../../core/config/config.ts'
import { addressIdentity } from '../../core/snapshot/page-identity.ts'
import type { Store } from '../../store/store.ts'

/**
 * What the page of this installation is known by to programs, whatever its address: kept in the store since it was first
 * asked for. To be read before the configuration is taken over: a store that nothing was recorded in gets a name of its
 * own; one with a history has published under its address, and what readers have seen stays seen. Rejects with StoreError.
 */
export async function readPageIdentity(
  store: Pick<Store, 'series' | 'componentRecords' | 'installationKey'>,
  page: Pick<Config['page'], 'name' | 'url'>,
): Promise<string> {
  const hasHistory = (await store.series()).length > 0 || (await store.componentRecords()).length > 0
  const first = hasHistory ? addressIdentity(page) : `urn:uuid:${randomUUID()}`
  return (await store.installationKey('page', () => Buffer.from(first))).toString()
}
