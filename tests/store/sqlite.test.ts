import { storeContract } from './contract.ts'
import { aDatabaseFile } from './database-file.ts'

storeContract('SQLite', async () => aDatabaseFile())
