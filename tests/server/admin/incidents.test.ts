import { beforeAll, describe, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { minute } from '../../../collector/core/time/units.ts'
import { aSubscriber } from '../../store/builders.ts'
import { aSnapshot, hostile } from '../../src/snapshots.ts'
import { loadSite } from '../../src/site.ts'
import { aConsole, hidden, mainText } from './console-fixture.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

/** A new incident as somebody fills it in. */
const outage = {
  'title.fr': 'Paiements en panne',
  'title.en': 'Payments are down',
  'body.fr': 'Nous **cherchons**.',
  'body.en': 'We are **looking**.',
  'components.pay': 'major_outage',
  notify: 'on',
  do: 'publish',
}
const newPage = '/admin/incidents/new'

type Signed = Awaited<ReturnType<Awaited<ReturnType<typeof aConsole>>['signedIn']>>

/** Send the form of a page with what it has in it. */
async function send(one: Signed, page: string, values: Record<string, string>) {
  const { text } = await one.get(page)
  return one.post(page.replace(/\?.*/, ''), { ...hidden(text), ...values }, { page })
}

/** An incident that was opened by form, and its page. */
async function anIncident(one: Signed, values: Record<string, string> = outage) {
  const made = await send(one, newPage, values)
  const [, id] = /incidents\/(\w+)\/\?done$/.exec(made.headers.get('location') ?? '') ?? []
  return { id: id!, place: `/admin/incidents/${id}/` }
}

describe('a new incident', () => {
  test('is published by its form, as the API would', async () => {
    const { signedIn, notices } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const { id, place } = await anIncident(ada)
    expect(await notices.incidents.get(id)).toMatchObject({
      title: { fr: 'Paiements en panne', en: 'Payments are down' },
      impact: 'critical',
      priority: 'P1',
      acknowledgedBy: 'Ada',
      updates: [{ author: 'Ada', status: 'investigating', components: { pay: 'major_outage' } }],
    })
    const { text } = await ada.get(place)
    expect(mainText(text)).toContain('Impact: critical: that of the worst service')
    expect(mainText(text)).toContain('Priority: P1 (critical): that of the impact')
    expect(Buffer.byteLength(text)).toBeLessThan(30_000)
  })

  test('is shown first as readers will see it, in each language, with those who would be told', async () => {
    const { signedIn, store, notices } = await aConsole(site)
    const subscriber = (id: string, more = {}) =>
      aSubscriber({ id, address: `${id}@example.com`, state: 'active', ...more })
    await store.putSubscribers([
      subscriber('all'),
      subscriber('pay', { components: ['pay'] }),
      subscriber('other', { components: ['site'] }),
    ])
    const ada = await signedIn('Ada', 'publisher')
    const values = { ...outage, do: 'preview' }
    const { status, text } = await send(ada, newPage, values)
    expect(status).toBe(200)
    const main = mainText(text)
    expect(main).toContain('Who will be told Team: chat: 1 message Subscribers by e-mail: 2 messages')
    // What the public page says is what the preview says.
    const notice = await notices.incidents.open(
      {
        title: { fr: values['title.fr'], en: values['title.en'] },
        body: 'x',
        components: { pay: 'major_outage' },
      },
      { by: 'Ada' },
    )
    const page = aSnapshot({
      incidents: [
        {
          ...notice,
          updates: notice.updates.map((one) => ({
            ...one,
            body: { fr: values['body.fr'], en: values['body.en'] },
          })),
        },
      ],
    })
    for (const path of [`/incidents/${notice.id}/`, `/en/incidents/${notice.id}/`]) {
      const published = mainText(new TextDecoder().decode(await site.render(path, page)))
      const title = path.startsWith('/en') ? 'Payments are' : 'Paiements en'
      expect(main).toContain(published.slice(published.indexOf(title)).trim())
    }
    expect(await store.incidents()).toHaveLength(1)
    expect(text).toContain('value="Paiements en panne"')
    expect(Buffer.byteLength(text)).toBeLessThan(30_000)
    const silent = await send(ada, newPage, { ...values, notify: '' })
    expect(mainText(silent.text)).toContain('Who will be told Nobody beyond the page.')
  })

  test('that is refused says what is missing in the language of its writer, and loses no word', async () => {
    const { signedIn, store } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const { 'title.fr': _, 'title.en': __, ...untitled } = outage
    const long = { ...untitled, started_at: '2031-01-01T10:00' }
    const { status, text } = await send(ada, newPage, long)
    expect([status, mainText(text).includes('Write something here.')]).toEqual([400, true])
    const late = await send(ada, newPage, { ...outage, started_at: '2031-01-01T10:00' })
    expect([late.status, mainText(late.text).includes('has not come yet')]).toEqual([400, true])
    for (const word of ['Nous **cherchons**.', 'We are **looking**.', '2031-01-01T10:00'])
      expect(late.text).toContain(word)
    expect(await store.incidents()).toEqual([])
  })

  test('is opened once however often its form is sent', async () => {
    const { signedIn, store } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const values = { ...outage, ...hidden((await ada.get(newPage)).text) }
    const [first, second] = [await ada.post(newPage, values), await ada.post(newPage, values)]
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    expect(await store.incidents()).toHaveLength(1)
    // Other words under the same id, from an old draft, or of somebody else: nothing is lost, and nothing is mixed up.
    for (const [one, words] of [
      [ada, { ...values, 'title.en': 'The site is slow' }],
      [await signedIn('Bob', 'publisher'), values],
    ] as const) {
      const refused = await one.post(newPage, words)
      expect([refused.status, refused.text.includes(`value="${words['title.en']}"`)]).toEqual([409, true])
      const sent = await one.post(newPage, { ...words, ...hidden(refused.text) })
      expect(sent.status).toBe(303)
    }
    expect(await store.incidents()).toHaveLength(3)
  })

  test('is opened by nobody who may only look', async () => {
    const { signedIn, store } = await aConsole(site)
    const viewer = await signedIn('Vera', 'viewer')
    expect((await viewer.get(newPage)).status).toBe(403)
    expect((await viewer.post(newPage, outage, { page: '/admin/' })).status).toBe(403)
    expect(await store.incidents()).toEqual([])
    expect((await viewer.get('/admin/')).text).not.toContain('incidents/new')
  })

  test('with hostile words is text on every page', async () => {
    const { signedIn } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const words = { 'title.fr': hostile.slice(0, 300), 'body.fr': hostile, 'components.pay': 'major_outage' }
    const preview = await send(ada, newPage, { ...words, do: 'preview' })
    const { place } = await anIncident(ada, { ...words, notify: 'on' })
    for (const text of [
      preview.text,
      (await ada.get(place)).text,
      (await ada.get('/admin/incidents/')).text,
    ]) {
      // A quoted value may hold anything but its own quotes.
      const markup = text.replaceAll(/="[^"]*"/g, '').replaceAll(/<style[\s\S]*?<\/style>/g, '')
      expect(markup).not.toMatch(/<script>alert|<img |<svg onload/)
      expect(text).not.toMatch(/href="javascript/)
      expect(text.includes('alert(1)')).toBe(true)
    }
    const odd = await send(ada, newPage, {
      ...outage,
      'components.nope': 'major_outage',
      'components.pay': '"><b>',
      status: '<i>',
    })
    expect([odd.status, /<i>|<b>/.test(odd.text)]).toEqual([400, false])
  })
})

describe('an incident', () => {
  test('goes from its first message to its postmortem', async () => {
    const { signedIn, notices, pass } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const { id, place } = await anIncident(ada)
    pass(10 * minute)
    const next = {
      status: 'identified',
      'body.fr': 'Une base pleine.',
      'body.en': 'A full disk.',
      notify: 'on',
    }
    expect((await send(ada, place, next)).headers.get('location')).toContain(`${id}/?done`)
    pass(30 * minute)
    await send(ada, place, { status: 'resolved', 'body.en': 'All is well.', 'components.pay': 'operational' })
    const outline = await ada.get(`${place}?act=postmortem`)
    const area = /<textarea name="body.en"[^>]*>([\s\S]*?)<\/textarea>/.exec(outline.text)![1]!
    const plain = area.replaceAll(/[\u00a0\u202f]/g, ' ')
    expect(plain).toMatch(
      /## What happened[\s\S]*for 40 min\.[\s\S]*## Effect[\s\S]*- Payments: Major outage[\s\S]*## Timeline[\s\S]*Identified: A full disk\./,
    )
    expect(outline.text).toContain('## Ce qui s’est passé')
    const learnt = {
      'body.en': area,
      'root_cause.en': 'A log.',
      data_loss: '0.5%',
      'actions.en': '[x] Rotate logs\nAdd an alarm',
    }
    await send(ada, `${place}?act=postmortem`, learnt)
    expect(await notices.incidents.get(id)).toMatchObject({
      postmortem: {
        rootCause: { en: 'A log.' },
        dataLoss: 5000,
        actions: [
          { text: { en: 'Rotate logs' }, done: true },
          { text: { en: 'Add an alarm' }, done: false },
        ],
      },
    })
    await send(ada, place, { status: 'investigating', 'body.en': 'It is back.' })
    expect(
      (await notices.incidents.get(id)).updates.map(({ status, notify }) => [status, notify ?? true]),
    ).toEqual([
      ['investigating', true],
      ['identified', true],
      ['resolved', false],
      ['postmortem', true],
      ['investigating', false],
    ])
  })

  test('is corrected field by field, and only in what was changed', async () => {
    const { signedIn, notices } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const { id, place } = await anIncident(ada)
    const before = await notices.incidents.get(id)
    const form = await ada.get(`${place}?act=correct`)
    const shown = Object.fromEntries(
      [
        ...form.text.matchAll(
          /<input [^>]*?name="([\w.]+)"[^>]*? value="([^"]*)"|<input name="([\w.]+)" value="([^"]*)"/g,
        ),
      ]
        .map(([, a, b, c, d]) => [a ?? c!, b ?? d!])
        .filter(([name]) => !['form'].includes(name!)),
    )
    await ada.post(
      place,
      { ...hidden(form.text), ...shown, impact: 'critical', priority: 'P1' },
      { page: place },
    )
    expect((await notices.incidents.get(id)).corrections ?? []).toEqual([])
    await ada.post(
      place,
      { ...hidden(form.text), ...shown, 'title.en': 'Cards are down', impact: 'major', priority: 'P1' },
      { page: place },
    )
    const after = await notices.incidents.get(id)
    expect(after.corrections?.map(({ what }) => what)).toEqual(['title', 'impact'])
    expect([after.startedAt, after.title]).toEqual([
      before.startedAt,
      { fr: 'Paiements en panne', en: 'Cards are down' },
    ])
    const message = `${place}?act=correct&message=${before.updates[0]!.id}`
    await send(ada, message, {
      'body.fr': 'Nous cherchons.',
      'body.en': 'We are **looking**.',
      at: '2026-11-22T16:04',
      status: 'investigating',
      'components.pay': 'major_outage',
    })
    expect((await notices.incidents.get(id)).updates[0]!.body).toEqual({
      fr: 'Nous cherchons.',
      en: 'We are **looking**.',
    })
  })

  test('that never was is marked as a false alarm, with why', async () => {
    const { signedIn, notices } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const { id, place } = await anIncident(ada)
    const empty = await send(ada, `${place}?act=false-alarm`, {})
    expect([empty.status, mainText(empty.text).includes('Write something here.')]).toEqual([400, true])
    await send(ada, `${place}?act=false-alarm`, { 'reason.en': 'A test of ours.' })
    expect((await notices.incidents.get(id)).falseAlarm?.reason).toEqual({ en: 'A test of ours.' })
  })

  test('opened by the collector is taken on with one button, once', async () => {
    const { signedIn, notices, store } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    const { id, place } = await anIncident(ada)
    const opened = await notices.incidents.get(id)
    const { acknowledgedBy: _, ...open } = opened
    await store.commit({ incidents: [{ ...open, acknowledgedAt: null, version: 2 }] })
    expect((await ada.get(place)).text).toContain('Acknowledge')
    for (const time of ['first', 'second'])
      expect((await ada.post(place, { act: 'acknowledge' })).status, time).toBe(303)
    expect(await notices.incidents.get(id)).toMatchObject({ acknowledgedBy: 'Ada', version: 3 })
  })

  test('that is not there is answered 404', async () => {
    const { signedIn } = await aConsole(site)
    const ada = await signedIn('Ada', 'publisher')
    expect((await ada.get('/admin/incidents/nothere/')).status).toBe(404)
    expect((await ada.post('/admin/incidents/nothere/', { act: 'update' }, { page: '/admin/' })).status).toBe(
      404,
    )
  })
})

describe('of two who write at once', () => {
  test('the second sees both messages, and publishes theirs after all without losing a word', async () => {
    const { signedIn, notices } = await aConsole(site)
    const [ada, bob] = [await signedIn('Ada', 'publisher'), await signedIn('Bob', 'publisher')]
    const { id, place } = await anIncident(ada)
    const opened = hidden((await bob.get(place)).text)
    await send(ada, place, { status: 'identified', 'body.en': 'A full disk.' })
    const mine = {
      status: 'investigating',
      'body.en': 'I think it is the network.',
      'body.fr': 'Le réseau ?',
    }
    const refused = await bob.post(place, { ...opened, ...mine }, { page: place })
    expect(refused.status).toBe(409)
    const main = mainText(refused.text)
    expect(main).toContain('Somebody else was faster')
    expect(refused.text).toMatch(/class="s-\w+ new"[\s\S]*A full disk\.[\s\S]*Ada/)
    expect(main).toContain('I think it is the network.')
    expect(main).toContain('Le réseau ?')
    expect((await notices.incidents.get(id)).updates).toHaveLength(2)
    const again = { ...hidden(refused.text), ...mine }
    expect((await bob.post(place, again, { page: place })).status).toBe(303)
    // The answer was lost, and the browser sends it once more.
    expect((await bob.post(place, again, { page: place })).status).toBe(303)
    expect((await notices.incidents.get(id)).updates.map(({ author }) => author)).toEqual([
      'Ada',
      'Ada',
      'Bob',
    ])
  })

  test('the second to correct sees what the field says now beside their own words', async () => {
    const { signedIn, notices } = await aConsole(site)
    const [ada, bob] = [await signedIn('Ada', 'publisher'), await signedIn('Bob', 'publisher')]
    const { id, place } = await anIncident(ada)
    const correct = `${place}?act=correct`
    const opened = hidden((await bob.get(correct)).text)
    const rest = {
      started_at: '2026-11-22T16:04',
      detected_at: '2026-11-22T16:04',
      acknowledged_at: '2026-11-22T16:04',
      impact: 'critical',
      priority: 'P1',
      'title.fr': 'Paiements en panne',
    }
    await send(ada, correct, { ...rest, 'title.en': 'Cards are down' })
    const refused = await bob.post(
      place,
      { ...opened, ...rest, 'title.en': 'Money is stuck' },
      { page: place },
    )
    expect(refused.status).toBe(409)
    expect(mainText(refused.text)).toMatch(
      /It says now .*en: Cards are down.* You wrote .*en: Money is stuck/,
    )
    await bob.post(place, { ...hidden(refused.text), ...rest, 'title.en': 'Money is stuck' }, { page: place })
    expect((await notices.incidents.get(id)).title).toMatchObject({ en: 'Money is stuck' })
  })
})
