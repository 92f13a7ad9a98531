/** Commits facts one batch after the other and prints the number of each once it is acknowledged, until it is killed. */
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { batch } from './crash-batch.ts'

const [file = '', from = '0'] = process.argv.slice(2)
const store = await openSqliteStore(file)
for (let n = Number(from); ; n++) {
  await store.commit(batch(n))
  process.stdout.write(`${n}\n`)
}
