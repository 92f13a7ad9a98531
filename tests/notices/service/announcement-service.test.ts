import { expect, test } from 'vitest'
import {
  currentAnnouncements,
  isCurrent,
  nextEnd,
} from '../../../collector/core/announcement/announcement.ts'
import { aNoticeService, ann, at, bob, day, hour, refusal } from './service-fixture.ts'

const hello = { title: { fr: 'Bonjour', en: 'Hello' }, body: 'This page is new.' }

test('an announcement is published, corrected and taken off the page, and says what it said before', async () => {
  const fixture = await aNoticeService()
  const { announcements } = fixture.service
  const one = await announcements.publish({ ...hello, until: '+2d' }, ann)
  expect(one).toMatchObject({
    ...hello,
    until: at('15:00') + 2 * day,
    pinned: false,
    publishedAt: at('15:00'),
    author: 'Ann',
    version: 1,
  })
  fixture.set(at('16:00'))
  const changed = await announcements.correct(one.id, { until: null, pinned: true, body: 'It moved.' }, bob)
  expect(changed).toMatchObject({
    until: null,
    pinned: true,
    version: 2,
    corrections: [
      { by: 'Bob', what: 'body', before: 'This page is new.' },
      { what: 'until', before: '2026-11-24T15:00:00.000Z' },
      { what: 'pinned', before: false },
    ],
  })
  expect((await announcements.correct(one.id, { pinned: true }, bob)).version).toBe(2)
  await announcements.withdraw(one.id, ann)
  expect(await announcements.all()).toEqual([])
  expect(await fixture.store.announcement(one.id)).toMatchObject({ withdrawn: { by: 'Ann' } })
})

test('it stands on the overview until its end, a week without one, for good when it is pinned', async () => {
  const { announcements } = (await aNoticeService()).service
  const now = at('15:00')
  const plain = await announcements.publish(hello, ann)
  const short = await announcements.publish({ ...hello, until: '+1h' }, ann)
  const pinned = await announcements.publish({ ...hello, pinned: true }, ann)
  expect([now, now + hour, now + 7 * day - 1, now + 7 * day].map((then) => isCurrent(plain, then))).toEqual([
    true,
    true,
    true,
    false,
  ])
  expect([now + hour - 1, now + hour].map((then) => isCurrent(short, then))).toEqual([true, false])
  expect(isCurrent(pinned, now + 1_000 * day)).toBe(true)
  expect(currentAnnouncements([plain, pinned], now)).toEqual([pinned, plain])
  // The page is made again when one of them leaves it.
  expect(nextEnd([plain, short, pinned], now)).toBe(now + hour)
  expect(nextEnd([short, pinned], now + hour)).toBe(Infinity)
})

test('what cannot be announced is refused in the words of its fields', async () => {
  const { announcements } = (await aNoticeService()).service
  const refusalOf = (input: object) => refusal(announcements.publish({ ...hello, ...input }, ann))
  expect((await refusalOf({ body: undefined })).message).toContain('body: is missing. Write what readers')
  expect((await refusalOf({ until: '-1h' })).message).toBe(
    'until: is not after it is published. Write a later time, or leave it out.',
  )
  expect((await refusalOf({ pinned: 'yes' })).message).toBe('pinned: is "yes". Write true or false.')
  expect((await refusalOf({ components: ['api'] })).message).toMatch(/components: is not known here/)
  expect((await refusalOf({ title: { de: 'Hallo' } })).message).toContain('the page has no locale "de"')
  const one = await announcements.publish(hello, ann)
  expect((await refusal(announcements.correct(one.id, {}, ann))).message).toBe(
    'Nothing to change was given. Write title, body, until, pinned or published_at.',
  )
  expect(await refusal(announcements.correct(one.id, { version: 4, pinned: true }, ann))).toMatchObject({
    reason: 'conflict',
    current: one,
  })
})
