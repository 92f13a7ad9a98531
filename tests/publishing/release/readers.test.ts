import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import { openFolder } from '../../../collector/publishing/release/folder-publisher.ts'
import { systemClock } from '../../../collector/time/system-clock.ts'
import { aFolder, aRenderer, aSnapshot } from './builders.ts'

const text = (word: string): string => Array.from({ length: 5_000 }, () => word).join(' ')
const release = (n: number): Renderer =>
  aRenderer({
    '/': text(`r${n}`),
    '/a/': text(`r${n}`),
    '/b/c/': text(`r${n}`),
    '/same.txt': text('same'),
    [`/only-in-${n}/`]: 'one that comes and goes',
  })

test('under constant reads, 200 releases leave no file missing, torn or mixed', async () => {
  const publisher = await openFolder(aFolder(), { clock: systemClock(), durable: false })
  onTestFinished(() => publisher.close())
  await publisher.publish(aSnapshot(), release(0))
  const reader = fork(join(import.meta.dirname, 'reader-child.ts'), [publisher.site])
  onTestFinished(() => void reader.kill())
  for (let n = 1; n <= 200; n++) {
    await publisher.publish(aSnapshot(n), release(n))
    // Releases follow as fast as somebody reads all of one.
    const round = once(reader, 'message')
    reader.send('round')
    await round
  }
  const answer = once(reader, 'message')
  reader.send('stop')
  const [seen] = (await answer) as [Record<string, number>]
  expect(seen).toMatchObject({ missing: 0, torn: 0, mixed: 0 })
  expect(seen['reads']).toBeGreaterThan(500)
  expect(seen['releases']).toBeGreaterThan(20)
})
