import { showAge } from './age.ts'
import { nameDays } from './days.ts'
import { keepFresh } from './fresh.ts'
import { offerReaderZone } from './zone.ts'

// Everything here only adds to a page that says all it has to say without it; its age comes first, which must be shown
// whatever becomes of the rest.
let readZone = (): void => {}
const askForNews = keepFresh(() => {
  readZone()
  showAge()
})
// A page may be as of the hour. Whether the site is old is known from what it publishes every minute.
const isOld = Date.now() > Number(document.documentElement.dataset['staleAfter'] ?? Infinity)
void (isOld ? askForNews() : Promise.resolve()).then(() => {
  showAge()
  setInterval(showAge, 1000)
})
readZone = offerReaderZone()
nameDays()
