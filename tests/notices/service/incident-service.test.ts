import { expect, test } from 'vitest'
import { isOpen, resolvedAt } from '../../../collector/core/incident/incident.ts'
import { incidentView } from '../../../collector/notices/api/index.ts'
import { anIncident, anUpdate } from '../../store/builders.ts'
import { aNoticeService, ann, at, bob, config, refusal, refused } from './service-fixture.ts'

const slow = {
  title: { fr: 'API lente', en: 'Slow API' },
  body: 'We are looking into it.',
  components: { api: 'partial_outage' },
}

test('an incident lives from its opening to its postmortem', async () => {
  const { service, store, set, changed } = await aNoticeService(at('15:00'))
  const opened = await service.incidents.open({ ...slow, started_at: '2026-11-22 15:50' }, ann)
  const { id } = opened
  expect(opened).toMatchObject({
    title: slow.title,
    impact: 'major',
    priority: 'P2',
    startedAt: at('14:50'),
    detectedAt: at('15:00'),
    acknowledgedAt: at('15:00'),
    acknowledgedBy: 'Ann',
    automatic: false,
    about: null,
    falseAlarm: null,
    version: 1,
    updates: [
      {
        at: at('15:00'),
        status: 'investigating',
        body: slow.body,
        components: slow.components,
        author: 'Ann',
      },
    ],
  })
  set(at('15:05'))
  expect(await service.incidents.acknowledge(id, {}, bob)).toEqual(opened)
  set(at('15:10'))
  const worse = await service.incidents.update(
    id,
    {
      status: 'identified',
      body: 'A disk.',
      impact: 'critical',
      components: { api: 'major_outage', website: 'degraded_performance' },
    },
    ann,
  )
  expect(worse.updates[1]).toMatchObject({
    at: at('15:10'),
    status: 'identified',
    impact: 'critical',
    author: 'Ann',
  })
  expect(worse.impact).toBe('critical')
  set(at('15:20'))
  expect(isOpen(await service.incidents.update(id, { status: 'resolved', body: 'Repaired.' }, ann))).toBe(
    false,
  )
  set(at('15:30'))
  expect(
    isOpen(
      await service.incidents.update(
        id,
        { status: 'monitoring', body: 'Again.', components: ['api'], impact: 'minor' },
        ann,
      ),
    ),
  ).toBe(true)
  set(at('15:40'))
  const resolved = await service.incidents.update(id, { status: 'resolved', body: 'Now really.' }, bob)
  expect(resolvedAt(resolved)).toBe(at('15:40'))
  expect(resolved.updates[3]!.components).toEqual({ api: 'degraded_performance' })
  set(at('16:00'))
  const written = await service.incidents.postmortem(
    id,
    {
      body: '# Why',
      root_cause: 'A disk',
      data_loss: '0.03%',
      actions: ['An alarm', { text: 'A spare disk', done: true }],
    },
    bob,
  )
  expect(written.postmortem).toMatchObject({
    body: '# Why',
    rootCause: 'A disk',
    dataLoss: 300,
    at: at('16:00'),
    author: 'Bob',
    actions: [
      { text: 'An alarm', done: false },
      { text: 'A spare disk', done: true },
    ],
  })
  expect(resolvedAt(written)).toBe(at('15:40'))
  expect(written.version).toBe(6)
  expect(await store.incident(id)).toEqual(written)
  expect(await service.incidents.get(id)).toEqual(written)
  expect(changed).toEqual([1, 2, 3, 4, 5, 6].map((version) => `${id}@${version}`))
})

test('impact, priority and statuses of components follow from one another', async () => {
  const { service } = await aNoticeService()
  const open = async (more: object) => {
    const { impact, priority, updates, detectedAt, startedAt } = await service.incidents.open(
      { title: 'x', body: 'y', ...more },
      ann,
    )
    expect([detectedAt, startedAt]).toEqual([at('15:00'), at('15:00')])
    return [impact, priority, updates[0]!.components]
  }
  expect(await open({})).toEqual(['none', null, {}])
  expect(await open({ components: ['api'] })).toEqual(['minor', 'P3', { api: 'degraded_performance' }])
  expect(await open({ components: ['api', 'website', 'api'], impact: 'critical' })).toEqual([
    'critical',
    'P1',
    { api: 'major_outage', website: 'major_outage' },
  ])
  expect(await open({ components: { api: 'operational', editor: 'major_outage' } })).toEqual([
    'critical',
    'P1',
    { api: 'operational', editor: 'major_outage' },
  ])
  expect(await open({ components: { api: 'partial_outage' }, impact: 'none' })).toEqual([
    'none',
    null,
    { api: 'partial_outage' },
  ])
  expect(await open({ components: ['api'], impact: 'none' })).toEqual(['none', null, { api: 'operational' }])
  expect(await open({ impact: 'major', priority: null })).toEqual(['major', null, {}])
  expect(await open({ impact: 'none', priority: 'P4' })).toEqual(['none', 'P4', {}])
})

test('what cannot be opened is refused with what to write instead', async () => {
  const { service, store } = await aNoticeService()
  const open = (more: object) => service.incidents.open({ title: 'x', body: 'y', ...more }, ann)
  await refused(
    open({
      title: { fr: 'a', es: 'b' },
      body: { En: 'c' },
      components: { app: 'major_outage', nowhere: 'operational' },
    }),
    'invalid',
    'title: the page has no locale "es". Write fr or en.\n' +
      'body: the page has no locale "En". Write fr or en.\n' +
      'components: "app" is not a component. Did you mean "api"? Known: api, website, editor.\n' +
      'components: "nowhere" is not a component. Known: api, website, editor.',
  )
  await refused(
    open({ started_at: 'noonish' }),
    'invalid',
    'started_at: "noonish" is not a time. Write one such as "2026-11-22T15:00:00Z", "2026-11-22 15:00" (Europe/Paris), "+2h", "-30m" or "tomorrow 04:00".',
  )
  await refused(
    open({ started_at: '2026-10-25 02:30', force: true }),
    'invalid',
    'started_at: "2026-10-25 02:30" came twice in Europe/Paris: the clocks went back then. Write "2026-10-25T02:30+02:00" for the first, "2026-10-25T02:30+01:00" for the second.',
  )
  await refused(
    open({ started_at: '2026-03-29 02:30', force: true }),
    'invalid',
    'started_at: "2026-03-29 02:30" is not there in Europe/Paris: the clocks go forward then. The first time after it is 2026-03-29 03:00 (Europe/Paris): write that, or a time before 2026-03-29 02:00.',
  )
  await refused(
    open({ started_at: '+2m' }),
    'invalid',
    'started_at: "+2m" has not come yet. Write a time up to now.',
  )
  await refused(
    open({ started_at: '-10m', at: '-20m' }),
    'invalid',
    'started_at: is after the first message (`at`). Write a time up to that.',
  )
  await refused(
    open({ started_at: '-10m', detected_at: '-20m' }),
    'invalid',
    'detected_at: is before `started_at`. Write a time from then on.',
  )
  await refused(
    open({ started_at: '-99999w' }),
    'invalid',
    'started_at: "-99999w" is out of reach. Write a time between the years 2000 and 2099.',
  )
  await refused(
    open({ status: 'postmortem' }),
    'invalid',
    'status: "postmortem" is not known here. Write investigating, identified, monitoring or resolved.',
  )
  await refused(
    open({ id: '../../etc' }),
    'invalid',
    'id: is "../../etc". Write letters, digits, "-" and "_", 64 at most.',
  )
  await refused(
    service.incidents.open({ title: 'x', body: 'y' }, { by: ' \u202E' }),
    'invalid',
    'Nobody is named as the author.',
  )
  await refused(
    service.incidents.open({ title: 'x', body: 'y' }, { by: 'collector' }),
    'invalid',
    'The name "collector" is kept for what Vigie says by itself. Write under another.',
  )
  expect(await store.incidents()).toEqual([])
})

test('a clock a little ahead of ours means now', async () => {
  const { service } = await aNoticeService()
  expect((await service.incidents.open({ title: 'x', body: 'y', started_at: '+30s' }, ann)).startedAt).toBe(
    at('15:00'),
  )
})

test('an id of its own is taken once', async () => {
  const { service } = await aNoticeService()
  expect((await service.incidents.open({ ...slow, id: 'Old-1' }, ann)).id).toBe('Old-1')
  const error = await refused(
    service.incidents.open({ ...slow, id: 'Old-1' }, ann),
    'conflict',
    'id: There is a notice with this id already. Leave the id out, or write another.',
  )
  expect(error.current?.id).toBe('Old-1')
})

test('messages keep to the life of their incident', async () => {
  const { service, set } = await aNoticeService(at('15:00'))
  const { id } = await service.incidents.open({ ...slow, started_at: '-1h', at: '-30m' }, ann)
  const update = (more: object) => service.incidents.update(id, { body: 'z', ...more }, ann)
  await refused(
    update({ at: '-2h' }),
    'invalid',
    'at: is before the incident began, 2026-11-22 15:00 (Europe/Paris). Write a later time, or correct started_at first.',
  )
  await refused(
    update({ at: '-45m' }),
    'invalid',
    "at: is before the first message, 2026-11-22 15:30 (Europe/Paris). Write a later time, or correct that message's.",
  )
  await refused(update({ at: '+1h' }), 'invalid', 'at: "+1h" has not come yet. Write a time up to now.')
  await refused(
    update({ status: 'fixed' }),
    'invalid',
    'status: "fixed" is not known here. Write investigating, identified, monitoring or resolved.',
  )
  await update({ status: 'identified' })
  set(at('15:10'))
  const dated = await update({ at: '-20m', body: 'before' })
  expect(dated.updates.map(({ body, at: when, status }) => [body, when, status])).toEqual([
    [slow.body, at('14:30'), 'investigating'],
    ['before', at('14:50'), 'investigating'],
    ['z', at('15:00'), 'identified'],
  ])
  expect(dated.updates[1]!.writtenAt).toBe(at('15:10'))
  await refused(
    service.incidents.postmortem(id, { body: 'x' }, ann),
    'not_now',
    'It is still open. Resolve it first, then write what was learnt.',
  )
})

test('the first acknowledgement stays', async () => {
  const { service, store } = await aNoticeService()
  await store.commit({
    incidents: [
      anIncident({
        id: 'automatic',
        startedAt: at('14:50'),
        detectedAt: at('14:51'),
        updates: [anUpdate({ at: at('14:50') })],
      }),
    ],
  })
  const acknowledge = (input: object, actor = ann) => service.incidents.acknowledge('automatic', input, actor)
  await refused(
    acknowledge({ at: '-20m' }),
    'invalid',
    'at: is before the incident began, 2026-11-22 15:50 (Europe/Paris). Write a later time.',
  )
  await refused(acknowledge({ at: '+1h' }), 'invalid', 'at: "+1h" has not come yet. Write a time up to now.')
  expect(await acknowledge({ at: '-5m' })).toMatchObject({
    acknowledgedAt: at('14:55'),
    acknowledgedBy: 'Ann',
    version: 2,
  })
  await refused(
    acknowledge({}, bob),
    'not_now',
    'It was acknowledged already by Ann, 2026-11-22 15:55 (Europe/Paris). To change that, correct acknowledged_at.',
  )
})

test('what is over needs no acknowledgement', async () => {
  const { service, store } = await aNoticeService()
  await store.commit({
    incidents: [
      anIncident({
        id: 'automatic',
        startedAt: at('14:50'),
        updates: [anUpdate({ at: at('14:50'), status: 'resolved' })],
      }),
    ],
  })
  await refused(
    service.incidents.acknowledge('automatic', {}, bob),
    'not_now',
    'It is over, so there is nothing to acknowledge. To date it back, correct acknowledged_at.',
  )
})

test('an incident of the collector is taken over by the first message of a person, which acknowledges it', async () => {
  const { service, store } = await aNoticeService()
  await store.commit({
    incidents: [
      anIncident({ id: 'automatic', startedAt: at('14:50'), updates: [anUpdate({ at: at('14:50') })] }),
    ],
  })
  const taken = await service.incidents.update(
    'automatic',
    { body: 'We are on it.', components: { api: 'partial_outage' } },
    ann,
  )
  expect(taken).toMatchObject({
    automatic: true,
    about: 'api',
    acknowledgedAt: at('15:00'),
    acknowledgedBy: 'Ann',
  })
  expect(taken.updates[1]).toMatchObject({
    author: 'Ann',
    status: 'investigating',
    components: { api: 'partial_outage' },
  })
  expect(await service.incidents.acknowledge('automatic', {}, bob)).toEqual(taken)
})

test('a false alarm is marked once and stays over', async () => {
  const { service, set } = await aNoticeService()
  const { id } = await service.incidents.open(slow, ann)
  set(at('15:10'))
  await refused(
    service.incidents.falseAlarm(id, { reason: ' ' }, ann),
    'invalid',
    'reason: is empty. Write why, in a few words for readers.',
  )
  const marked = await service.incidents.falseAlarm(
    id,
    { reason: { fr: 'Une sonde fausse', en: 'A wrong probe' } },
    ann,
  )
  expect(marked.falseAlarm).toEqual({
    reason: { fr: 'Une sonde fausse', en: 'A wrong probe' },
    at: at('15:10'),
  })
  await refused(
    service.incidents.falseAlarm(id, { reason: 'x' }, ann),
    'not_now',
    'It is marked as a false alarm already.',
  )
  await refused(
    service.incidents.update(id, { status: 'investigating', body: 'x' }, ann),
    'not_now',
    'It was marked as a false alarm and cannot be opened again. Open a new incident.',
  )
})

test('a correction keeps the former value, by whom and when', async () => {
  const { service, set } = await aNoticeService()
  const { id, updates } = await service.incidents.open(slow, ann)
  set(at('15:10'))
  const first = updates[0]!.id
  const corrected = await service.incidents.correct(
    id,
    {
      title: 'Slow API in Europe',
      priority: 'P1',
      started_at: '-20m',
      updates: [{ id: first, body: 'We look.', components: { api: 'major_outage' } }],
    },
    bob,
  )
  expect(corrected).toMatchObject({
    title: 'Slow API in Europe',
    priority: 'P1',
    startedAt: at('14:50'),
    version: 2,
  })
  expect(corrected.updates[0]).toMatchObject({
    id: first,
    body: 'We look.',
    components: { api: 'major_outage' },
    author: 'Ann',
  })
  expect(corrected.corrections).toHaveLength(5)
  expect(corrected.corrections).toEqual(
    expect.arrayContaining([
      { at: at('15:10'), by: 'Bob', what: 'title', before: slow.title },
      { at: at('15:10'), by: 'Bob', what: 'priority', before: 'P2' },
      { at: at('15:10'), by: 'Bob', what: 'started_at', before: '2026-11-22T15:00:00.000Z' },
      { at: at('15:10'), by: 'Bob', what: `updates.${first}.body`, before: slow.body },
      { at: at('15:10'), by: 'Bob', what: `updates.${first}.components`, before: slow.components },
    ]),
  )
})

test('a correction to the same value changes nothing', async () => {
  const { service, changed } = await aNoticeService()
  const opened = await service.incidents.open(slow, ann)
  const { id, updates } = opened
  expect(
    await service.incidents.correct(
      id,
      { title: slow.title, updates: [{ id: updates[0]!.id, body: ` ${slow.body}` }] },
      bob,
    ),
  ).toEqual(opened)
  expect(changed).toEqual([`${id}@1`])
})

test('corrections that contradict themselves are refused', async () => {
  const { service, set } = await aNoticeService()
  const { id, updates } = await service.incidents.open({ ...slow, started_at: '-10m' }, ann)
  set(at('15:10'))
  const correct = (input: object) => service.incidents.correct(id, input, ann)
  await refused(
    correct({}),
    'invalid',
    'Nothing to correct was given. Write title, impact, priority, started_at, detected_at, acknowledged_at or updates; a new message is an update.',
  )
  await refused(
    correct({ version: 1 }),
    'invalid',
    'Nothing to correct was given. Write title, impact, priority, started_at, detected_at, acknowledged_at or updates; a new message is an update.',
  )
  await refused(
    correct({ started_at: '-5m' }),
    'invalid',
    'started_at: The incident would begin after its first message. Write an earlier started_at, or a later time for the message.',
  )
  await refused(
    correct({ updates: [{ id: updates[0]!.id, at: '-30m' }] }),
    'invalid',
    'updates: The incident would begin after its first message. Write an earlier started_at, or a later time for the message.',
  )
  await refused(
    correct({ detected_at: '-1h' }),
    'invalid',
    'detected_at: is before the incident began. Write a time from started_at on.',
  )
  await refused(
    correct({ acknowledged_at: '-1h' }),
    'invalid',
    'acknowledged_at: is before the incident began. Write a time from started_at on.',
  )
  await refused(
    correct({ updates: [{ id: 'x\u202E', body: 'y' }] }),
    'invalid',
    'updates.0.id: "x" is no message of this incident. Write the id of one it has.',
  )
  const { id: message } = updates[0]!
  await refused(
    correct({
      updates: [
        { id: message, body: 'y' },
        { id: message, body: 'z' },
      ],
    }),
    'invalid',
    'updates.1.id: is there twice. Write one correction of each message.',
  )
  await refused(
    correct({ updates: [{ id: message, status: 'postmortem' }] }),
    'invalid',
    'updates.0.status: A postmortem stays one, and is written in its own place.',
  )
  await refused(
    correct({ status: 'resolved' }),
    'invalid',
    'status: is not known here. Known here: title, impact, priority, started_at, detected_at, acknowledged_at, updates, force, version.',
  )
  expect((await service.incidents.get(id)).version).toBe(1)
})

test('a notice that was taken off the page is not found, and stays in the store', async () => {
  const { service, store, set } = await aNoticeService()
  const { id } = await service.incidents.open(slow, ann)
  set(at('15:10'))
  expect((await service.incidents.withdraw(id, bob)).withdrawn).toEqual({ at: at('15:10'), by: 'Bob' })
  const gone = 'There is no such incident. Look its id up in the list.'
  await refused(service.incidents.get(id), 'not_found', gone)
  await refused(service.incidents.withdraw(id, bob), 'not_found', gone)
  await refused(service.incidents.update(id, { body: 'x' }, ann), 'not_found', gone)
  await refused(service.incidents.get('nope'), 'not_found', gone)
  expect(await service.incidents.all()).toEqual([])
  expect((await store.incident(id))?.title).toEqual(slow.title)
})

test('whose acknowledgement is taken back was acknowledged by nobody', async () => {
  const { service, set } = await aNoticeService()
  const { id } = await service.incidents.open(slow, ann)
  set(at('15:10'))
  const corrected = await service.incidents.correct(id, { acknowledged_at: null }, bob)
  expect(corrected.acknowledgedAt).toBeNull()
  expect(corrected).not.toHaveProperty('acknowledgedBy')
})

test('a withdrawn notice comes back under its id, its versions going on', async () => {
  const { service } = await aNoticeService()
  await service.incidents.open({ ...slow, id: 'one' }, ann)
  await service.incidents.correct('one', { title: 'Slower API' }, ann)
  await service.incidents.withdraw('one', ann)
  const back = await service.incidents.open({ ...slow, id: 'one' }, bob)
  expect([back.version, back.withdrawn, back.corrections?.map(({ what }) => what)]).toEqual([
    4,
    undefined,
    ['title'],
  ])
  expect(await service.incidents.get('one')).toEqual(back)
})

test('the view of an incident has the names of the API and times in UTC', async () => {
  const { service, set } = await aNoticeService()
  const { id, updates } = await service.incidents.open({ ...slow, notify: false }, ann)
  set(at('15:01') + 5)
  const view = incidentView(
    await service.incidents.update(id, { status: 'resolved', body: { en: 'Over.' } }, bob),
    config,
  )
  expect(view).toMatchObject({
    id,
    kind: 'incident',
    version: 2,
    title: slow.title,
    status: 'resolved',
    impact: 'major',
    priority: 'P2',
    components: { api: 'partial_outage' },
    automatic: false,
    about: null,
    started_at: '2026-11-22T15:00:00.000Z',
    detected_at: '2026-11-22T15:00:00.000Z',
    acknowledged_at: '2026-11-22T15:00:00.000Z',
    acknowledged_by: 'Ann',
    resolved_at: '2026-11-22T15:01:00.005Z',
    updated_at: '2026-11-22T15:01:00.005Z',
    postmortem: null,
    false_alarm: null,
    corrections: [],
    file: null,
    url: `https://status.example/incidents/${id}/`,
  })
  expect(view.updates[0]).toEqual({
    id: updates[0]!.id,
    at: '2026-11-22T15:00:00.000Z',
    status: 'investigating',
    body: slow.body,
    components: slow.components,
    impact: null,
    author: 'Ann',
    written_at: '2026-11-22T15:00:00.000Z',
    notify: false,
  })
  expect(JSON.parse(JSON.stringify(view))).toEqual(view)
  expect(
    incidentView(await service.incidents.get(id), { page: { ...config.page, url: null } }).url,
  ).toBeNull()
})

test('hostile texts are kept as text', async () => {
  const { service } = await aNoticeService()
  const body = `<script>alert(1)</script> ]]> [x](javascript:alert(1)) 🚒 ${'é'.repeat(100_000)}`
  const { id } = await service.incidents.open(
    { title: '\u202E<img onerror=x>\n]]>\u0000 \uD800', body: `\u0000${body}\uDFFF` },
    { by: 'A\u202En\nn' },
  )
  const { title, updates } = await service.incidents.get(id)
  expect(title).toBe('<img onerror=x> ]]> \uFFFD')
  expect(updates[0]!.body).toBe(`${body}\uFFFD`)
  expect(updates[0]!.author).toBe('An n')
  await refused(
    service.incidents.update(id, { body: 'x'.repeat(200_001) }, ann),
    'invalid',
    'body: is too long. Write at most 200000 characters.',
  )
  await refused(
    service.incidents.update(id, { body: 'x', components: ['constructor', '__proto__'] }, ann),
    'invalid',
    'components: "constructor" is not a component. Known: api, website, editor.\ncomponents: "__proto__" is not a component. Known: api, website, editor.',
  )
})

test('a start of another year is doubted with what to write, in an opening and in a correction, unless it is forced', async () => {
  const { service, store } = await aNoticeService(at('15:00'))
  for (const field of ['started_at', 'at']) {
    const error = await refusal(service.incidents.open({ ...slow, [field]: '2016-11-22T14:00:00Z' }, ann))
    expect(error.issues).toEqual([
      {
        path: field,
        message:
          '2016-11-22 15:00 (Europe/Paris) is 3652 days ago: is the date right? Write one such as "2026-11-22 15:00", or confirm it with --force ("force": true).',
      },
    ])
  }
  expect(await store.incidents()).toEqual([])
  const { id } = await service.incidents.open({ ...slow, started_at: '2026-08-25T15:00:00Z' }, ann)
  const misdated = { started_at: '2025-08-25T15:00:00Z' }
  expect((await refusal(service.incidents.correct(id, misdated, ann))).issues[0]).toMatchObject({
    path: 'started_at',
    message: expect.stringContaining('is the date right?'),
  })
  const forced = await service.incidents.correct(id, { ...misdated, force: true }, ann)
  expect(forced.startedAt).toBe(Date.parse(misdated.started_at))
  const old = await service.incidents.open({ ...slow, started_at: '2016-11-22T14:00:00Z', force: true }, ann)
  expect(old.startedAt).toBe(Date.parse('2016-11-22T14:00:00Z'))
})

test('of two hours that the clocks show twice, each proposal is taken for the one it names', async () => {
  const { service } = await aNoticeService(at('15:00'))
  for (const [written, hour] of [
    ['2026-10-25T02:30+02:00', 0],
    ['2026-10-25T02:30+01:00', 1],
  ] as const) {
    const incident = await service.incidents.open({ ...slow, started_at: written, force: true }, ann)
    expect(incident.startedAt).toBe(Date.UTC(2026, 9, 25, hour, 30))
  }
})

test('an incident of a thousand messages takes no more, but for its end', async () => {
  const { service, store } = await aNoticeService(at('15:00'))
  const updates = Array.from({ length: 1_000 }, (_, i) => anUpdate({ id: `update${i}`, at: at('10:00') + i }))
  const full = anIncident({ id: 'flapping0001', startedAt: at('10:00'), updates })
  await store.commit({ incidents: [full] })
  const more = (status: string) => service.incidents.update(full.id, { status, body: 'b' }, ann)
  await expect(more('monitoring')).rejects.toMatchObject({
    reason: 'not_now',
    message: expect.stringContaining('1000 messages. Resolve it'),
  })
  expect(isOpen(await more('resolved'))).toBe(false)
})
