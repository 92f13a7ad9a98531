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

test('whoever waits for a publication is told that it failed', async () => {
  const { loop, publisher } = aLoop({ every: 3_600_000 })
  publisher.broken = true
  await expect(loop.now()).rejects.toThrow('broken')
})
