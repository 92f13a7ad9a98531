import { expect, onTestFinished, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { type PublicationResult, createPublishLoop } from '../../collector/publishing/publish-loop.ts'

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const nothingNew: PublicationResult = { changed: [], removed: [], rendered: 0, written: 0, took: 1 }
const snapshot = {} as Snapshot
const renderer = {} as Renderer

/** A loop whose publications end as the test says; its diary has a word for each. */
function aLoop({ every, lasts = 0 }: { every: number; lasts?: number }) {
  const diary: string[] = []
  const publisher = { broken: false }
  const loop = createPublishLoop({
    gather: () => Promise.resolve(snapshot),
    renderer,
    async publish() {
      await sleep(lasts)
      if (publisher.broken) throw new Error('a template is broken')
      return nothingNew
    },
    every,
    onPublished: () => diary.push('published'),
    onFailed: () => diary.push('failed'),
  })
  onTestFinished(loop.stop)
  return { loop, diary, publisher }
}

test('a failed publication is tried again soon, not only at the next interval', async () => {
  const { loop, diary, publisher } = aLoop({ every: 3_600_000 })
  publisher.broken = true
  loop.request()
  await sleep(50)
  expect(diary).toEqual(['failed'])
  publisher.broken = false
  await sleep(2_200)
  expect(diary).toEqual(['failed', 'published'])
})

test('requests during a publication are answered by one more', async () => {
  const { loop, diary } = aLoop({ every: 3_600_000, lasts: 50 })
  for (let i = 0; i < 10; i++) loop.request()
  await sleep(250)
  expect(diary).toEqual(['published', 'published'])
})

test('without any news it publishes at every interval', async () => {
  const { loop, diary } = aLoop({ every: 50 })
  loop.request()
  await sleep(400)
  expect(diary.length).toBeGreaterThan(3)
})

test('whoever waits for a publication is told that it failed', async () => {
  const { loop, publisher } = aLoop({ every: 3_600_000 })
  publisher.broken = true
  await expect(loop.now()).rejects.toThrow('broken')
})
