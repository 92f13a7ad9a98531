import { storeContract } from './contract.ts'
import { aFile } from './place.ts'

storeContract('SQLite', async () => aFile())
