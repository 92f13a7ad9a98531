import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from '../../collector/store/store.ts'
import { accountsContract } from './contract/accounts.ts'
import { alertsContract } from './contract/alerts.ts'
import { announcementsContract } from './contract/announcements.ts'
import { auditContract } from './contract/audit.ts'
import { certificatesContract } from './contract/certificates.ts'
import { checksContract } from './contract/checks.ts'
import { deliveriesContract } from './contract/deliveries.ts'
import { subscribersContract } from './contract/subscribers.ts'
import { leasesContract } from './contract/leases.ts'
import { lifecycleContract } from './contract/lifecycle.ts'
import { maintenancesContract } from './contract/maintenances.ts'
import { noticesContract } from './contract/notices.ts'
import { measurementsContract } from './contract/measurements.ts'
import { consistentReadsContract } from './contract/consistent-reads.ts'
import { pruneNotificationsContract } from './contract/prune-notifications.ts'
import { pruningContract } from './contract/pruning.ts'
import { rollupsContract } from './contract/rollups.ts'
import { statesContract } from './contract/states.ts'
import { sharingContract } from './contract/sharing.ts'
import type { StoreLocation, StoreUnderTest } from './contract/store-under-test.ts'

/** What every store must do, whatever it keeps its facts in. */
export function storeContract(name: string, newLocation: () => Promise<StoreLocation>): void {
  describe(name, () => {
    let location: StoreLocation
    let store: Store
    beforeEach(async () => {
      location = await newLocation()
      store = await location.open()
    })
    afterEach(() => location.dispose())

    const underTest: StoreUnderTest = { location: () => location, store: () => store }
    checksContract(underTest)
    rollupsContract(underTest)
    noticesContract(underTest)
    maintenancesContract(underTest)
    announcementsContract(underTest)
    alertsContract(underTest)
    certificatesContract(underTest)
    accountsContract(underTest)
    auditContract(underTest)
    measurementsContract(underTest)
    pruningContract(underTest)
    sharingContract(underTest)
    consistentReadsContract(underTest)
    statesContract(underTest)
    leasesContract(underTest)
    deliveriesContract(underTest)
    pruneNotificationsContract(underTest)
    subscribersContract(underTest)
    lifecycleContract(underTest)
  })
}
