import { beforeAll, describe, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { hour, minute } from '../../../collector/core/time/units.ts'
import { aSubscriber } from '../../store/builders.ts'
import { hostile } from '../../src/snapshots.ts'
import { loadSite } from '../../src/site.ts'
import { aConsole, hidden, mainText } from './console-fixture.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

/** A new window as somebody fills it in: a week ahead, at night in Paris. */
const window = {
  'title.fr': 'Mise à jour',
  'title.en': 'Update',
  'body.en': 'We change the **disks**.',
  'components.pay': 'on',
  scheduled_for: '2026-11-29T03:00',
  scheduled_until: '2026-11-29T04:00',
  notify: 'on',
  do: 'publish',
}
const newPage = '/admin/maintenances/new'

type Signed = Awaited<ReturnType<Awaited<ReturnType<typeof aConsole>>['signedIn']>>

async function send(one: Signed, page: string, values: Record<string, string>) {
  const { text } = await one.get(page)
  return one.post(page.replace(/\?.*/, ''), { ...hidden(text), ...values }, { page })
}

/** A window that was planned by form, and its page. */
async function aWindow(one: Signed, values: Record<string, string> = window) {
  const made = await send(one, newPage, values)
  const [, id] = /maintenances\/(\w+)\/\?done$/.exec(made.headers.get('location') ?? '') ?? []
  return { id: id!, place: `/admin/maintenances/${id}/` }
}

describe('the list', () => {
  test('has all that is to come, soonest first, also what readers are not told of yet', async () => {
    const { signedIn, notices } = await aConsole(site)
    for (const [title, day] of [
      ['Far work', '2027-01-20'],
      ['Near work', '2026-12-12'],
    ])
      await notices.maintenances.schedule(
        {
          title,
          components: ['pay'],
          scheduled_for: `${day}T02:00`,
          scheduled_until: `${day}T03:00`,
        },
        { by: 'Ann' },
      )
    const ada = await signedIn('Ada', 'publisher')
    const list = mainText((await ada.get('/admin/maintenances/')).text)
    expect(list).toMatch(/Near work.*Far work/)
  })
})

describe('a new window', () => {
  test('is planned by its form, from the day of the calendar that was clicked', async () => {
    const { signedIn, notices } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const calendar = await ada.get('/admin/maintenances/')
    expect(calendar.text).toContain('maintenances/new?day=2026-11-29"')
    expect((await ada.get(`${newPage}?day=2026-11-29`)).text).toContain('value="2026-11-29T03:00"')
    const { id } = await aWindow(ada)
    expect(await notices.maintenances.get(id)).toMatchObject({
      title: { fr: 'Mise à jour', en: 'Update' },
      components: ['pay'],
      scheduledFor: Date.parse('2026-11-29T02:00Z'),
      impact: 'minor',
    })
    const after = await ada.get('/admin/maintenances/?month=2026-11')
    expect(after.text).toContain(`admin/maintenances/${id}/"`)
    expect(Buffer.byteLength(after.text)).toBeLessThan(30_000)
    expect((await ada.get('/admin/maintenances/?month=2026-99')).status).toBe(200)
  })

  test('is shown first with its notice, its effect on uptime, who is told and what it meets', async () => {
    const { signedIn, store, notices } = await aConsole(site)
    await store.putSubscribers([aSubscriber({ id: 'all', address: 'all@example.com', state: 'active' })])
    const other = {
      title: 'Other work',
      components: ['pay', 'web'],
      scheduled_for: '2026-11-29T03:30',
      scheduled_until: '2026-11-29T05:00',
    }
    await notices.maintenances.schedule(other, { by: 'Ann' })
    await notices.maintenances.schedule({ ...other, title: 'Elsewhere', components: ['web'] }, { by: 'Ann' })
    const ada = await signedIn('Ada', 'publisher')
    const { text } = await send(ada, newPage, { ...window, do: 'preview' })
    const main = mainText(text)
    expect(main).toContain('At the same time, on the same services Other work')
    expect(main).not.toContain('Elsewhere')
    expect(main).toContain('announced in time: this time does not count')
    expect(main).toContain('annoncée à temps')
    expect(main).toContain('Team: chat: 1 message Subscribers by e-mail: 1 message')
    expect(Buffer.byteLength(text)).toBeLessThan(30_000)
    const silent = await send(ada, newPage, { ...window, notify: '', do: 'preview' })
    expect(mainText(silent.text)).toContain('Nobody beyond the page.')
    expect(await store.maintenances()).toHaveLength(2)
  })

  test('with too little notice is refused with the earliest begin, and taken all the same when asked', async () => {
    const { signedIn, store } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const soon = { ...window, scheduled_for: '2026-11-22T20:00', scheduled_until: '2026-11-22T21:00' }
    const refused = await send(ada, newPage, soon)
    expect(refused.status).toBe(422)
    expect(mainText(refused.text)).toContain('The earliest begin is November 23, 2026 at 16:10.')
    expect(refused.text).toContain('value="2026-11-22T20:00"')
    const preview = await send(ada, newPage, { ...soon, force: 'on', do: 'preview' })
    expect(mainText(preview.text)).toContain('announced too late: this time counts')
    expect(await store.maintenances()).toEqual([])
    await send(ada, newPage, { ...soon, force: 'on' })
    expect(await store.maintenances()).toHaveLength(1)
  })

  test('is planned once however often its form is sent, and by nobody who may only look', async () => {
    const { signedIn, store } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const values = { ...window, ...hidden((await ada.get(newPage)).text) }
    const [one, two] = [await ada.post(newPage, values), await ada.post(newPage, values)]
    expect(two.headers.get('location')).toBe(one.headers.get('location'))
    expect(await store.maintenances()).toHaveLength(1)
    const viewer = await signedIn('Vera', 'viewer')
    expect((await viewer.post(newPage, window, { page: '/admin/' })).status).toBe(403)
    expect((await viewer.get('/admin/maintenances/')).text).not.toContain('maintenances/new')
  })

  test('with hostile words is text, and what it lacks is said', async () => {
    const { signedIn } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const words = {
      ...window,
      'title.fr': hostile.slice(0, 300),
      'reason.fr': hostile,
      'tasks.fr': hostile.slice(0, 200),
    }
    const { place } = await aWindow(ada, words)
    for (const path of [place, '/admin/maintenances/', '/admin/']) {
      const { text } = await ada.get(path)
      const markup = text.replaceAll(/="[^"]*"/g, '').replaceAll(/<style[\s\S]*?<\/style>/g, '')
      expect(markup).not.toMatch(/<script>alert|<img |<svg onload/)
    }
    const { 'components.pay': _, ...none } = window
    const empty = await send(ada, newPage, none)
    expect([empty.status, /id="components-hint"[^>]*>\s*<p class="problem"/.test(empty.text)]).toEqual([
      400,
      true,
    ])
    const odd = await send(ada, newPage, { ...window, scheduled_for: '<b>soon</b>' })
    expect([odd.status, odd.text.includes('<b>soon')]).toEqual([400, odd.text.includes('value="<b>soon')])
  })
})

describe('a window', () => {
  test('is moved, begun, extended, and finished', async () => {
    const { signedIn, notices, pass } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const { id, place } = await aWindow(ada)
    const whole = { ...window, impact: 'minor', class: 'default', 'title.en': 'Update' }
    await send(ada, `${place}?act=correct`, {
      ...whole,
      scheduled_for: '2026-11-30T03:00',
      scheduled_until: '2026-11-30T04:00',
    })
    const moved = await notices.maintenances.get(id)
    expect(moved.scheduledFor).toBe(Date.parse('2026-11-30T02:00Z'))
    expect(moved.corrections?.map(({ what }) => what)).toEqual(['scheduled_for', 'scheduled_until'])
    pass(moved.scheduledFor - Date.parse('2026-11-22T15:04Z') - 10 * minute)
    const acts = async () =>
      [...(await ada.get(place)).text.matchAll(/\?act=(\w+)#form/g)].map(([, act]) => act)
    // The session is over by then.
    await ada.enter('Ada')
    expect(await acts()).toEqual(['update', 'correct', 'start', 'cancel'])
    await send(ada, `${place}?act=start`, { 'body.en': 'We begin.', notify: 'on' })
    expect(await acts()).toEqual(['update', 'extend', 'complete', 'correct'])
    await send(ada, place, { 'body.en': 'Nearly there.', status: 'verifying' })
    await send(ada, `${place}?act=extend`, { by: '30m' })
    await send(ada, `${place}?act=complete`, { 'body.en': 'Done.' })
    const over = await notices.maintenances.get(id)
    expect(over.updates.map(({ status }) => status)).toEqual(['in_progress', 'verifying', 'completed'])
    expect([over.scheduledUntil - moved.scheduledUntil, over.completedAt !== null]).toEqual([hour / 2, true])
    expect(await acts()).toEqual(['update', 'correct'])
  })

  test('begun and finished before its announced time counts, and was not announced too late', async () => {
    const { signedIn, pass } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const { place } = await aWindow(ada)
    expect((await ada.get(`${place}?act=start`)).text).toContain('It then goes on until November 29, 2026')
    await send(ada, `${place}?act=start`, {})
    pass(hour)
    await send(ada, `${place}?act=complete`, {})
    const page = mainText((await ada.get(place)).text)
    expect(page).toContain('done before the announced time: this time counts')
    expect(page).not.toContain('too late')
  })

  test('is called off, and what was done to it meanwhile is not overwritten', async () => {
    const { signedIn, notices } = await aConsole(site)
    const [ada, bob] = [await signedIn('Ada', 'publisher'), await signedIn('Bob', 'publisher')]
    const { id, place } = await aWindow(ada)
    const correct = `${place}?act=correct`
    const opened = hidden((await bob.get(correct)).text)
    const whole = { ...window, impact: 'minor', class: 'default' }
    await send(ada, correct, { ...whole, 'title.en': 'New disks' })
    const refused = await bob.post(
      place,
      { ...opened, ...whole, 'title.en': 'Bigger disks' },
      { page: place },
    )
    expect(refused.status).toBe(409)
    expect(mainText(refused.text)).toMatch(/It says now .*en: New disks.* You wrote .*en: Bigger disks/)
    await send(bob, `${place}?act=cancel`, { 'body.en': 'Not needed.' })
    expect(await notices.maintenances.get(id)).toMatchObject({
      title: { en: 'New disks' },
      cancelledAt: expect.any(Number),
    })
    const again = await send(ada, `${place}?act=cancel`, {})
    expect([again.status, mainText(again.text).includes('Nothing was published.')]).toEqual([409, true])
    expect((await ada.get('/admin/maintenances/nothere/')).status).toBe(404)
  })
})
