import { expect, onTestFinished, test } from 'vitest'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { sleep } from '../../collector/core/time/clock.ts'
import {
  type PublicationCause,
  type PublicationResult,
  createPublishLoop,
} from '../../collector/publishing/publish-loop.ts'
import { fakeClock, settle } from '../fake-clock.ts'

const nothingNew: PublicationResult = {
  changed: [],
  removed: [],
  rendered: 0,
  written: 0,
  isComplete: true,
  took: 1,
}
const snapshot = {} as Snapshot

/** A loop whose publications end as the test says; its diary has a word for each. */
function aLoop({ every, lasts = 0 }: { every: number; lasts?: number }) {
  const clock = fakeClock()
  const diary: string[] = []
  const causes: PublicationCause[] = []
  const publisher = { broken: false }
  const loop = createPublishLoop({
    clock,
    make: (cause) => {
      causes.push(cause)
      return Promise.resolve({ snapshot, scope: 'whole' })
    },
    async publish() {
      if (lasts > 0) await sleep(clock, lasts)
      if (publisher.broken) throw new Error('a template is broken')
      return nothingNew
    },
    every: () => every,
    onPublished: () => diary.push('published'),
    onFailed: () => diary.push('failed'),
  })
  onTestFinished(loop.stop)
  return { loop, diary, causes, publisher, clock }
}

test('a failed publication is tried again soon, not only at the next interval', async () => {
  const { loop, diary, publisher, clock } = aLoop({ every: 3_600_000 })
  publisher.broken = true
  loop.request()
  await settle()
  expect(diary).toEqual(['failed'])
  publisher.broken = false
  await clock.advance(2_000)
  expect(diary).toEqual(['failed', 'published'])
})

test('requests during a publication are answered by one more', async () => {
  const { loop, diary, clock } = aLoop({ every: 3_600_000, lasts: 50 })
  for (let i = 0; i < 10; i++) loop.request()
  await clock.advance(250)
  expect(diary).toEqual(['published', 'published'])
})

test('without any news it publishes at every interval', async () => {
  const { loop, diary, clock } = aLoop({ every: 50 })
  loop.request()
  await clock.advance(200)
  expect(diary).toHaveLength(5)
})

test('a caller that waits for a publication learns that it failed', async () => {
  const { loop, publisher } = aLoop({ every: 3_600_000 })
  publisher.broken = true
  await expect(loop.now()).rejects.toThrow('broken')
})

test('news is followed by what it left over, and that by the minutes', async () => {
  const { loop, causes, clock } = aLoop({ every: 60_000 })
  loop.request()
  await clock.advance(122_000)
  expect(causes).toEqual(['news', 'rest', 'minute', 'minute'])
})

test('news that comes while pages are made that can wait is asked about, and comes next', async () => {
  const clock = fakeClock()
  const diary: string[] = []
  const loop = createPublishLoop({
    clock,
    make: (cause) => Promise.resolve({ snapshot, scope: cause === 'news' ? 'news' : 'minute' }),
    async publish({ scope }, isInterrupted) {
      // Ten pages of a second each; one that is interrupted leaves the others.
      for (let page = 1; page <= (scope === 'news' ? 1 : 10); page++) {
        await sleep(clock, 1_000)
        diary.push(`${scope} ${page}`)
        if (isInterrupted()) return { ...nothingNew, isComplete: false }
      }
      return nothingNew
    },
    every: () => 60_000,
    onPublished: () => {},
    onFailed: (error) => diary.push(String(error)),
  })
  onTestFinished(loop.stop)
  loop.request()
  await clock.advance(4_500)
  loop.request()
  await clock.advance(3_000)
  expect(diary).toEqual(['news 1', 'minute 1', 'minute 2', 'minute 3', 'news 1'])
  // What was left is made as soon as the news is out.
  await clock.advance(12_000)
  expect(diary.slice(5)).toEqual(Array.from({ length: 10 }, (_, i) => `minute ${i + 1}`))
})

test('who stops it does not wait for pages that can wait', async () => {
  const clock = fakeClock()
  let pages = 0
  const loop = createPublishLoop({
    clock,
    make: (cause) => Promise.resolve({ snapshot, scope: cause === 'news' ? 'news' : 'minute' }),
    async publish({ scope }, isInterrupted) {
      while (scope !== 'news' && pages < 1_000) {
        await sleep(clock, 1_000)
        pages++
        if (isInterrupted()) return { ...nothingNew, isComplete: false }
      }
      return nothingNew
    },
    every: () => 60_000,
    onPublished: () => {},
    onFailed: () => {},
  })
  loop.request()
  await clock.advance(3_500)
  const stopped = loop.stop()
  await clock.advance(10_000)
  await stopped
  expect(pages).toBe(3)
})

test('behind news without end, what it left over has its turn', async () => {
  const { loop, causes, clock } = aLoop({ every: 60_000, lasts: 50 })
  for (let i = 0; i < 40; i++) {
    loop.request()
    await clock.advance(50)
  }
  expect(causes.slice(0, 10)).toEqual([...Array(4).fill('news'), 'rest', ...Array(4).fill('news'), 'rest'])
})

test('a publication of everything is interrupted by nothing', async () => {
  const clock = fakeClock()
  const asked: boolean[] = []
  const loop = createPublishLoop({
    clock,
    make: () => Promise.resolve({ snapshot, scope: 'whole' }),
    async publish(_, isInterrupted) {
      await sleep(clock, 1_000)
      asked.push(isInterrupted())
      return nothingNew
    },
    every: () => 60_000,
    onPublished: () => {},
    onFailed: () => {},
  })
  onTestFinished(loop.stop)
  const whole = loop.now()
  await clock.advance(500)
  loop.request()
  await clock.advance(600)
  await whole
  expect(asked).toEqual([false])
  await clock.advance(1_500)
})
