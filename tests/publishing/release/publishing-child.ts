/** A process that publishes one release after another until it is killed. */
import { openFolder } from '../../../collector/publishing/release/folder-publisher.ts'
import { systemClock } from '../../../collector/time/system-clock.ts'
import { aRenderer, aSnapshot } from './builders.ts'

const publisher = await openFolder(process.argv[2]!, { clock: systemClock(), grace: 0 })
for (let n = 0; ; n++) {
  const pages = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`/p${i}/`, i % 4 === 0 ? `r${process.pid}-${n}` : 'same']),
  )
  await publisher.publish(aSnapshot(n), aRenderer({ ...pages, [`/only-in-${n % 3}/`]: 'comes and goes' }))
  if (n === 0) process.send?.('ready')
}
