import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from '../../collector/store/store.ts'
import { checksContract } from './contract/checks.ts'
import { lifeContract } from './contract/life.ts'
import { maintenancesContract } from './contract/maintenances.ts'
import { noticesContract } from './contract/notices.ts'
import { promisesContract } from './contract/promises.ts'
import { pruningContract } from './contract/pruning.ts'
import { rollupsContract } from './contract/rollups.ts'
import { sharingContract } from './contract/sharing.ts'
import type { Place, Subject } from './contract/subject.ts'

/** What every store must do, whatever it keeps its facts in. */
export function storeContract(name: string, newPlace: () => Promise<Place>): void {
  describe(name, () => {
    let place: Place
    let store: Store
    beforeEach(async () => {
      place = await newPlace()
      store = await place.open()
    })
    afterEach(() => place.dispose())

    const subject: Subject = { place: () => place, store: () => store }
    checksContract(subject)
    rollupsContract(subject)
    noticesContract(subject)
    maintenancesContract(subject)
    promisesContract(subject)
    pruningContract(subject)
    sharingContract(subject)
    lifeContract(subject)
  })
}
