import { expect, test } from 'vitest'
import {
  beginsAt,
  endsAt,
  isLate,
  maintenanceStatus,
  noticeGiven,
} from '../../../collector/core/maintenance/maintenance.ts'
import { maintenanceView } from '../../../collector/notices/api/index.ts'
import {
  type ServiceFixture,
  aNoticeService,
  ann,
  at,
  bob,
  config,
  day,
  hour,
  minute,
  refusal,
  refused,
} from './service-fixture.ts'

const upgrade = {
  title: 'Upgrade',
  components: ['api'],
  scheduled_for: '2026-11-25 04:00',
  scheduled_until: '2026-11-25 06:00',
}
const begin = Date.UTC(2026, 10, 25, 3)
const end = begin + 2 * hour

/** A window on the morning of the 25th, announced at 15:00 on the 22nd. */
async function aWindow(more: object = {}): Promise<ServiceFixture & { id: string }> {
  const room = await aNoticeService()
  const { id } = await room.service.maintenances.schedule({ ...upgrade, ...more }, ann)
  return { ...room, id }
}

test('a window is announced, begins by itself, lasts longer and ends early', async () => {
  const { service, store, set, changed, id } = await aWindow({
    body: { fr: 'Bientôt', en: 'Soon' },
    reason: 'Age',
    alternatives: 'Tea',
    tasks: ['Stop', 'Start'],
    class: 'weekly',
  })
  const planned = await service.maintenances.get(id)
  expect(planned).toMatchObject({
    title: 'Upgrade',
    body: { fr: 'Bientôt', en: 'Soon' },
    components: ['api'],
    impact: 'minor',
    class: 'weekly',
    reason: 'Age',
    alternatives: 'Tea',
    tasks: ['Stop', 'Start'],
    publishedAt: at('15:00'),
    scheduledFor: begin,
    scheduledUntil: end,
    announced: [{ from: begin, to: end, at: at('15:00') }],
    startedAt: null,
    completedAt: null,
    cancelledAt: null,
    programme: null,
    version: 1,
  })
  expect(isLate(planned, config.notice)).toBe(false)
  set(begin + minute)
  expect(maintenanceStatus(await service.maintenances.get(id), begin + minute)).toBe('in_progress')
  const extended = await service.maintenances.extend(id, { by: '30m', body: 'It takes longer.' }, bob)
  expect([extended.scheduledUntil, extended.announced.at(-1)]).toEqual([
    end + 30 * minute,
    { from: begin, to: end + 30 * minute, at: begin + minute },
  ])
  expect(isLate(extended, config.notice)).toBe(false)
  set(end + minute)
  const verifying = await service.maintenances.update(id, { status: 'verifying', body: 'We look.' }, ann)
  expect(maintenanceStatus(verifying, end + minute)).toBe('verifying')
  set(end + 2 * minute)
  const done = await service.maintenances.complete(id, { body: 'Done.' }, ann)
  expect([endsAt(done), maintenanceStatus(done, end + 2 * minute), done.version]).toEqual([
    end + 2 * minute,
    'completed',
    4,
  ])
  expect(done.updates.map(({ body }) => body)).toEqual(['It takes longer.', 'We look.', 'Done.'])
  expect(await store.maintenance(id)).toEqual(done)
  expect(changed).toEqual([1, 2, 3, 4].map((version) => `${id}@${version}`))
})

test('a window can begin early', async () => {
  const { service, set, id } = await aWindow()
  set(begin - hour)
  const started = await service.maintenances.start(id, { body: 'We begin.' }, ann)
  expect([beginsAt(started), maintenanceStatus(started, begin - hour)]).toEqual([begin - hour, 'in_progress'])
  await refused(service.maintenances.start(id, {}, ann), 'not_now', 'It has begun already.')
})

test('a window that lies far ahead does not begin now and last until its far end', async () => {
  const { service, set, id } = await aWindow()
  await service.maintenances.correct(
    id,
    { scheduled_for: '2027-01-20 14:00', scheduled_until: '2027-01-20 16:00' },
    ann,
  )
  set(begin - hour)
  await refused(
    service.maintenances.start(id, {}, ann),
    'not_now',
    'It would last until 2027-01-20 16:00 (Europe/Paris), longer than 31 days. Move its beginning and its end instead.',
  )
})

test('too little notice is refused with the earliest time, and taken by force as late', async () => {
  const { service, store } = await aNoticeService()
  const schedule = (more: object) => service.maintenances.schedule({ ...upgrade, ...more }, ann)
  const soon = { scheduled_for: '2026-11-23 15:00', scheduled_until: '2026-11-23 17:00' }
  const error = await refused(
    schedule(soon),
    'too_late',
    'scheduled_for: is too soon: maintenance of the class "default" is announced at least 24 hours ahead. The earliest begin is 2026-11-23 16:05 (Europe/Paris): write that or later, or force it (--force, "force": true): it is then shown as late.',
  )
  expect(error.earliest).toBe(at('15:05') + day)
  expect(
    (
      await refused(
        schedule({ class: 'quarterly' }),
        'too_late',
        'scheduled_for: is too soon: maintenance of the class "quarterly" is announced at least 2 weeks ahead. The earliest begin is 2026-12-06 16:05 (Europe/Paris): write that or later, or force it (--force, "force": true): it is then shown as late.',
      )
    ).earliest,
  ).toBe(at('15:05') + 14 * day)
  await refused(
    schedule({ scheduled_for: '-3h', scheduled_until: '-2h' }),
    'too_late',
    'scheduled_for: is in the past. The earliest begin is 2026-11-23 16:05 (Europe/Paris): write that or later; to enter work that was done, force it (--force, "force": true): it is then shown as late.',
  )
  expect(await store.maintenances()).toEqual([])
  expect(isLate(await schedule({ ...soon, force: true }), config.notice)).toBe(true)
  const past = await schedule({ scheduled_for: '-3h', scheduled_until: '-2h', force: true })
  expect([noticeGiven(past), maintenanceStatus(past, at('15:00'))]).toEqual([-3 * hour, 'completed'])
  expect(
    isLate(
      await schedule({ scheduled_for: '2026-11-23 16:00', scheduled_until: '2026-11-23 17:00' }),
      config.notice,
    ),
  ).toBe(false)
})

test('what cannot be scheduled is refused with what to write instead', async () => {
  const { service } = await aNoticeService()
  const schedule = (more: object) => service.maintenances.schedule({ ...upgrade, ...more }, ann)
  await refused(
    schedule({ scheduled_until: '2026-11-25 04:00' }),
    'invalid',
    'scheduled_until: is not after the begin. Write a later time.',
  )
  await refused(
    schedule({ scheduled_until: '2026-12-27 04:00' }),
    'invalid',
    'scheduled_until: The window would last longer than 31 days. Write an earlier end, or several windows.',
  )
  await refused(
    schedule({ class: 'wekly', components: ['ap'], title: { de: 'x' } }),
    'invalid',
    'title: the page has no locale "de". Write fr or en.\n' +
      'components: "ap" is not a component. Known: api, website, editor.\n' +
      'class: "wekly" is not a class of maintenance. Did you mean "weekly"? Known: default, weekly, monthly, quarterly.',
  )
  await refused(
    schedule({ class: '__proto__' }),
    'invalid',
    'class: "__proto__" is not a class of maintenance. Known: default, weekly, monthly, quarterly.',
  )
  await refused(
    schedule({ components: { api: 'operational' } }),
    'invalid',
    'components: is an object. Write a list of ids: ["ID"].',
  )
  await refused(
    schedule({ components: undefined, scheduled_for: undefined }),
    'invalid',
    'scheduled_for: is missing. Write a time such as "2026-11-22T15:00:00Z", "+2h" or "tomorrow 04:00".\ncomponents: is missing. Write a list of ids: ["ID"].',
  )
})

test('the earliest begin that a message suggests can be written back for five minutes, and is a time people write', async () => {
  for (const seconds of [0, 1, 59, 60, 143, 299.999, 300]) {
    const { service, set } = await aNoticeService(at('15:00') + seconds * 1000)
    const soon = { ...upgrade, scheduled_for: '+1h', scheduled_until: '+2h' }
    const { earliest, message } = await refusal(service.maintenances.schedule(soon, ann))
    const [earliestText] = /2026-11-23 16:\d[05](?= \(Europe\/Paris\))/.exec(message)!
    expect(Date.parse(`${earliestText.replace(' ', 'T')}+01:00`)).toBe(earliest)
    expect(earliest! - at('15:00') - seconds * 1000 - day).toBeLessThan(10 * minute)
    set(at('15:00') + seconds * 1000 + 5 * minute)
    const until = new Date(earliest! + hour).toISOString()
    const taken = await service.maintenances.schedule(
      { ...upgrade, scheduled_for: earliestText, scheduled_until: until },
      ann,
    )
    expect([taken.scheduledFor, isLate(taken, config.notice)]).toEqual([earliest, false])
  }
})

test('the earliest begin is read as it was meant in the hour that the clocks show twice', async () => {
  // A day before half past two of winter time, the second of that night.
  const { service } = await aNoticeService(Date.parse('2026-10-24T01:30:00Z'))
  const soon = { ...upgrade, scheduled_for: '+1h', scheduled_until: '+2h' }
  const { earliest, message } = await refusal(service.maintenances.schedule(soon, ann))
  const [, earliestText] = /earliest begin is (.*?) \(Europe\/Paris\)/.exec(message)!
  expect(earliestText).toBe('2026-10-25 02:35 +01:00')
  const taken = await service.maintenances.schedule(
    { ...upgrade, scheduled_for: earliestText!, scheduled_until: '+26h' },
    ann,
  )
  expect(taken.scheduledFor).toBe(earliest)
})

test('a window at a time that the clocks skip is refused with the first time there is', async () => {
  const { service } = await aNoticeService()
  const schedule = (from: string, until: string) =>
    service.maintenances.schedule({ ...upgrade, scheduled_for: from, scheduled_until: until }, ann)
  const skipped = (path: string, written: string) =>
    `${path}: "${written}" is not there in Europe/Paris: the clocks go forward then. The first time after it is 2027-03-28 03:00 (Europe/Paris): write that, or a time before 2027-03-28 02:00.`
  await refused(
    schedule('2027-03-28 02:30', '2027-03-28 03:15'),
    'invalid',
    skipped('scheduled_for', '2027-03-28 02:30'),
  )
  await refused(
    schedule('2027-03-28 01:00', '2027-03-28T02:30'),
    'invalid',
    skipped('scheduled_until', '2027-03-28T02:30'),
  )
  const window = await schedule('2027-03-28 01:30', '2027-03-28 03:00')
  expect(window.scheduledUntil - window.scheduledFor).toBe(hour / 2)
  await refused(
    service.maintenances.correct(window.id, { scheduled_for: '2027-03-28 02:00' }, bob),
    'invalid',
    skipped('scheduled_for', '2027-03-28 02:00'),
  )
})

test('a window at a time that the clocks show twice is refused with both readings', async () => {
  const { service } = await aNoticeService()
  await refused(
    service.maintenances.schedule(
      { ...upgrade, scheduled_for: '2027-10-31 02:30', scheduled_until: '2027-10-31 05:00' },
      ann,
    ),
    'invalid',
    'scheduled_for: "2027-10-31 02:30" comes twice in Europe/Paris: the clocks go back then. Write "2027-10-31T02:30+02:00" for the first, "2027-10-31T02:30+01:00" for the second.',
  )
  const window = await service.maintenances.schedule(
    { ...upgrade, scheduled_for: '2027-10-31T02:30+02:00', scheduled_until: '2027-10-31T02:30+01:00' },
    ann,
  )
  expect(window.scheduledUntil - window.scheduledFor).toBe(hour)
})

test('what was corrected keeps times as the API shows them', async () => {
  const { service, id } = await aWindow()
  const moved = await service.maintenances.correct(
    id,
    { scheduled_for: '2026-11-25 05:00', scheduled_until: '2026-11-25 07:00' },
    bob,
  )
  expect(moved.corrections!.map(({ what, before }) => [what, before])).toEqual([
    ['scheduled_for', '2026-11-25T03:00:00.000Z'],
    ['scheduled_until', '2026-11-25T05:00:00.000Z'],
  ])
})

test('moving or lengthening a window late needs force, rewriting it does not', async () => {
  const { service, set, id } = await aWindow()
  set(begin - 3 * hour)
  const correct = (input: object) => service.maintenances.correct(id, input, bob)
  await refused(
    correct({ scheduled_for: '2026-11-25 05:00' }),
    'too_late',
    'scheduled_for: is too soon: maintenance of the class "default" is announced at least 24 hours ahead. The earliest begin is 2026-11-26 01:05 (Europe/Paris): write that or later, or force it (--force, "force": true): it is then shown as late.',
  )
  expect((await correct({ scheduled_until: '2026-11-25 05:30', title: 'Small upgrade' })).version).toBe(2)
  await refused(
    correct({ scheduled_until: '2026-11-25 07:00' }),
    'too_late',
    'scheduled_for: is too soon: maintenance of the class "default" is announced at least 24 hours ahead. The earliest begin is 2026-11-26 01:05 (Europe/Paris): write that or later, or force it (--force, "force": true): it is then shown as late.',
  )
  const moved = await correct({ scheduled_for: '2026-11-25 05:00', force: true })
  expect([moved.scheduledFor, isLate(moved, config.notice), moved.version]).toEqual([begin + hour, true, 3])
  expect(moved.announced.map(({ at: told }) => told)).toEqual([
    at('15:00'),
    begin - 3 * hour,
    begin - 3 * hour,
  ])
  expect(moved.corrections?.map(({ what, by }) => [what, by])).toEqual(
    [
      ['title', 'Bob'],
      ['scheduled_until', 'Bob'],
      ['scheduled_for', 'Bob'],
    ].toSorted(
      (a, b) =>
        moved.corrections!.findIndex(({ what }) => what === a[0]) -
        moved.corrections!.findIndex(({ what }) => what === b[0]),
    ),
  )
  await refused(
    correct({}),
    'invalid',
    'Nothing to change was given. Write title, body, scheduled_for, scheduled_until, components, impact, reason, alternatives, tasks or class.',
  )
  await refused(
    correct({ scheduled_for: '+30d' }),
    'invalid',
    'scheduled_until: is not after the begin. Write a later time.',
  )
})

test('what has begun keeps its beginning, what is over its times', async () => {
  const { service, set, id } = await aWindow()
  const correct = (input: object) => service.maintenances.correct(id, input, bob)
  set(begin + hour)
  await refused(
    correct({ scheduled_for: '2026-11-25 05:30' }),
    'not_now',
    'It began 2026-11-25 04:00 (Europe/Paris), so its beginning stays. Extend or complete it instead.',
  )
  await refused(
    correct({ scheduled_until: '2026-11-25 04:30' }),
    'not_now',
    'It would have ended already. Complete it instead.',
  )
  expect((await correct({ scheduled_until: '2026-11-25 07:00' })).scheduledUntil).toBe(end + hour)
  set(end + 2 * hour)
  await refused(
    correct({ scheduled_until: '2026-11-25 09:00' }),
    'not_now',
    'It is completed: its times stay as they were. Schedule another window.',
  )
  expect((await correct({ reason: 'An old disk' })).reason).toBe('An old disk')
})

test('each act has its time', async () => {
  const { service, set, id } = await aWindow()
  const { start, extend, complete, cancel, update } = service.maintenances
  await refused(
    complete(id, {}, ann),
    'not_now',
    'It begins 2026-11-25 04:00 (Europe/Paris). Cancel it, or start it first.',
  )
  await refused(
    extend(id, { by: '1h' }, ann),
    'not_now',
    'It has not begun, so its end can be moved instead: write another with an update.',
  )
  await refused(
    extend(id, { by: 'an hour' }, ann),
    'invalid',
    'by: is not a duration of a minute or more. Write one such as "30m" or "1h".',
  )
  await refused(extend(id, {}, ann), 'invalid', 'by: is missing. Write a duration such as "30m".')
  await refused(
    update(id, { status: 'verifying', body: 'x' }, ann),
    'not_now',
    'It is scheduled then and cannot be said to be verifying. Wait until it has begun, or start it.',
  )
  await refused(
    update(id, { status: 'in_progress', body: 'x' }, ann),
    'not_now',
    'It is scheduled then and cannot be said to be in_progress. To begin early, start it.',
  )
  await refused(
    update(id, { status: 'cancelled', body: 'x' }, ann),
    'not_now',
    'It is scheduled then and cannot be said to be cancelled. Cancel it instead.',
  )
  await refused(
    update(id, { at: '-1h', body: 'x' }, ann),
    'invalid',
    'at: is before it was announced. Write a later time.',
  )
  expect((await update(id, { body: 'Two days to go.' }, ann)).updates[0]!.status).toBe('scheduled')
  set(begin)
  await refused(
    update(id, { status: 'completed', body: 'x' }, ann),
    'not_now',
    'It is in_progress then and cannot be said to be completed. To end it early, complete it.',
  )
  await refused(cancel(id, {}, ann), 'not_now', 'It is under way. Complete it instead: it then ends now.')
  await refused(
    extend(id, { by: '5w' }, ann),
    'not_now',
    'It would last longer than 31 days. Schedule another window.',
  )
  set(end)
  await refused(
    start(id, {}, ann),
    'not_now',
    'It is completed: it cannot begin any more. Schedule another window.',
  )
  await refused(
    extend(id, { by: '1h' }, ann),
    'not_now',
    'It is completed and cannot last longer. Schedule another window.',
  )
  await refused(complete(id, {}, ann), 'not_now', 'It ended already, 2026-11-25 06:00 (Europe/Paris).')
  await refused(cancel(id, {}, ann), 'not_now', 'It is over: there is nothing to cancel.')
})

test('a cancelled window stays cancelled', async () => {
  const { service, set, id } = await aWindow()
  const { start, extend, complete, cancel, correct } = service.maintenances
  set(at('16:00'))
  const cancelled = await cancel(id, { body: 'Not needed any more.' }, bob)
  expect([
    cancelled.cancelledAt,
    maintenanceStatus(cancelled, begin),
    cancelled.updates.at(-1)!.status,
  ]).toEqual([at('16:00'), 'cancelled', 'cancelled'])
  await refused(cancel(id, {}, ann), 'not_now', 'It was cancelled already.')
  await refused(
    start(id, {}, ann),
    'not_now',
    'It is cancelled: it cannot begin any more. Schedule another window.',
  )
  await refused(
    extend(id, { by: '1h' }, ann),
    'not_now',
    'It is cancelled and cannot last longer. Schedule another window.',
  )
  await refused(complete(id, {}, ann), 'not_now', 'It was cancelled.')
  await refused(
    correct(id, { scheduled_until: '+9d' }, ann),
    'not_now',
    'It is cancelled: its times stay as they were. Schedule another window.',
  )
})

test('a withdrawn window is not found', async () => {
  const { service, id } = await aWindow()
  await service.maintenances.withdraw(id, ann)
  const gone = 'There is no such maintenance. Look its id up in the list.'
  await refused(service.maintenances.get(id), 'not_found', gone)
  await refused(service.maintenances.withdraw(id, ann), 'not_found', gone)
  expect(await service.maintenances.all()).toEqual([])
})

test('the view of a maintenance follows the clock', async () => {
  const { service, id } = await aWindow({ reason: 'Age' })
  const window = await service.maintenances.get(id)
  const view = (now: number) => maintenanceView(window, now, config)
  expect(view(begin - 1)).toEqual({
    id,
    kind: 'maintenance',
    version: 1,
    title: 'Upgrade',
    body: '',
    status: 'scheduled',
    impact: 'minor',
    class: 'default',
    components: ['api'],
    reason: 'Age',
    alternatives: null,
    tasks: [],
    published_at: '2026-11-22T15:00:00.000Z',
    scheduled_for: '2026-11-25T03:00:00.000Z',
    scheduled_until: '2026-11-25T05:00:00.000Z',
    started_at: null,
    completed_at: null,
    cancelled_at: null,
    late: false,
    notice_given: begin - at('15:00'),
    notice_due: day,
    announced: [
      { from: '2026-11-25T03:00:00.000Z', until: '2026-11-25T05:00:00.000Z', at: '2026-11-22T15:00:00.000Z' },
    ],
    updates: [],
    programme: null,
    corrections: [],
    file: null,
    url: `https://status.example/maintenance/${id}/`,
  })
  expect(view(begin)).toMatchObject({
    status: 'in_progress',
    started_at: '2026-11-25T03:00:00.000Z',
    completed_at: null,
  })
  expect(view(end)).toMatchObject({
    status: 'completed',
    started_at: '2026-11-25T03:00:00.000Z',
    completed_at: '2026-11-25T05:00:00.000Z',
  })
  const cancelled = await service.maintenances.cancel(id, {}, ann)
  expect(maintenanceView(cancelled, end, config)).toMatchObject({
    status: 'cancelled',
    started_at: null,
    completed_at: null,
    cancelled_at: '2026-11-22T15:00:00.000Z',
  })
})

test('what joins a window late is a window of its own', async () => {
  const { service, set, id } = await aWindow({ class: 'weekly' })
  const correct = (input: object) => service.maintenances.correct(id, input, bob)
  expect((await correct({ components: ['api', 'website'] })).components).toEqual(['api', 'website'])
  set(begin - hour)
  const error = await refused(
    correct({ components: ['api', 'editor'], force: true }),
    'too_late',
    'components: editor cannot join a window that begins 2026-11-25 04:00 (Europe/Paris): it is announced at least 24 hours ahead. Schedule a window of its own for it.',
  )
  expect(error.earliest).toBe(begin - hour + day + 5 * minute)
  expect((await correct({ components: ['website'] })).components).toEqual(['website'])
})

test('another class makes no late window early, nor an early one late without force', async () => {
  const { service, id } = await aWindow({ class: 'weekly' })
  await refused(
    service.maintenances.correct(id, { class: 'monthly' }, bob),
    'too_late',
    'class: Maintenance of the class "monthly" is announced at least 1 week ahead, and this window was not. Leave the class as it is, or force it (--force, "force": true): it is then shown as late.',
  )
  expect(
    isLate(await service.maintenances.correct(id, { class: 'monthly', force: true }, bob), config.notice),
  ).toBe(true)
  await refused(
    service.maintenances.correct(id, { class: 'weekly', force: true }, bob),
    'not_now',
    'class: It was told too late for the class "monthly"; another class does not change that. Leave the class as it is.',
  )
  expect((await service.maintenances.correct(id, { class: 'quarterly' }, bob)).class).toBe('quarterly')
})

test('an occurrence of the programme that a person touches is theirs from then on', async () => {
  const { service, store, set, id } = await aWindow()
  const occurrence = {
    ...(await service.maintenances.get(id)),
    id: 'occurrence01',
    programme: { entry: 'weekly', originalFor: begin, changed: false },
  }
  await store.commit({ maintenances: [occurrence] })
  const moved = await service.maintenances.correct(
    'occurrence01',
    { scheduled_until: '2026-11-25 05:00', body: { en: 'Shorter' } },
    ann,
  )
  expect(moved).toMatchObject({
    scheduledFor: begin,
    scheduledUntil: begin + hour,
    programme: { entry: 'weekly', originalFor: begin, changed: true },
  })
  set(begin + minute)
  expect((await service.maintenances.complete('occurrence01', {}, ann)).completedAt).toBe(begin + minute)
})
