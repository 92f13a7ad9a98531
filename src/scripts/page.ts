import { showAge } from './age.ts'
import { nameDays } from './days.ts'
import { keepFresh } from './fresh.ts'
import { offerReaderZone } from './zone.ts'

// Everything here only adds to a page that says all it has to say without it.
const readZone = offerReaderZone()
showAge()
nameDays()
setInterval(showAge, 1000)
keepFresh(() => {
  readZone()
  showAge()
})
