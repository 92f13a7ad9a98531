import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { hour, minute } from '../../../collector/core/time/units.ts'
import { hostile } from '../../src/snapshots.ts'
import { loadSite } from '../../src/site.ts'
import { aConsole, mainText } from './console-fixture.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const ann = { by: 'Ann' }
const outage = {
  title: { fr: 'Paiements en panne', en: 'Payments are down' },
  body: 'We are looking.',
  components: { pay: 'major_outage' },
}

test('the overview says at once what is open, who is hit and which promise runs out', async () => {
  const { signedIn, notices, pass } = await aConsole(site)
  const one = await signedIn('Ada', 'publisher')
  expect((await one.get('/admin/')).text).not.toContain('incident is open')
  await notices.incidents.open(outage, ann)
  pass(50 * minute)
  const { text } = await one.get('/admin/')
  const main = mainText(text)
  expect(main).toContain('1 incident is open')
  expect(main).toContain('Payments are down P1 · Investigating')
  expect(text.match(/class="hit">(.*?)<\/p>/)?.[1]).toBe('<bdi>Payments</bdi>')
  // P1 of the sample page: answered within 15 minutes, resolved within an hour.
  expect(main).toContain('not resolved yet: 50 min so far, promised 1 h')
  expect(main).toContain('answered by Ann')
  expect(Buffer.byteLength(text)).toBeLessThan(30_000)
})

test('a message of a person answers, as the figures have it, also where no acknowledgement is noted', async () => {
  const { signedIn, notices } = await aConsole(site)
  const one = await signedIn('Ada', 'publisher')
  const { id } = await notices.incidents.open(outage, ann)
  await notices.incidents.correct(id, { acknowledged_at: null }, { by: 'Bob' })
  expect(mainText((await one.get('/admin/')).text)).toContain('answered by Ann')
})

test('work under way and coming is on it, soonest first, and what was called off is not', async () => {
  const { signedIn, notices, now } = await aConsole(site)
  const window = (title: string, from: number) => ({
    title,
    body: '',
    components: ['pay'],
    scheduled_for: new Date(now() + from).toISOString(),
    scheduled_until: new Date(now() + from + hour).toISOString(),
  })
  await notices.maintenances.schedule({ ...window('Later work', 50 * hour), body: null }, ann)
  await notices.maintenances.schedule({ ...window('Sooner work', 30 * hour), body: null }, ann)
  const off = await notices.maintenances.schedule({ ...window('No work', 40 * hour), body: null }, ann)
  await notices.maintenances.cancel(off.id, {}, ann)
  const { text } = await (await signedIn('Ada', 'viewer')).get('/admin/')
  expect(text.indexOf('Sooner work')).toBeLessThan(text.indexOf('Later work'))
  expect(text).toContain('Sooner work')
  expect(text).not.toContain('No work')
})

test('what somebody wrote to break it is shown as text', async () => {
  const { signedIn, notices } = await aConsole(site)
  await notices.incidents.open({ ...outage, title: hostile.slice(0, 300) }, { by: hostile.slice(0, 90) })
  const { text } = await (await signedIn('Ada', 'viewer')).get('/admin/')
  expect(text.replace(/<style[\s\S]*<\/style>/, '')).not.toMatch(/<script>alert|<img src=x|<svg onload/)
  expect(text.includes('&lt;script&gt;alert(1)')).toBe(true)
})
