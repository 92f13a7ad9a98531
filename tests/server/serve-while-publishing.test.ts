import { dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../collector/time/system-clock.ts'
import { openFolder } from '../../collector/publishing/release/folder-publisher.ts'
import { aRenderer, aSnapshot } from '../publishing/release/builders.ts'
import { aServer, aSite } from './builders.ts'

const pages = (n: number): ReturnType<typeof aRenderer> =>
  aRenderer({ '/': `${n} `.repeat(3_000), '/a/': `${n} `.repeat(500), '/same/': 'same '.repeat(500) })

test('while releases follow one another, every answer is one whole page and never an older one', async () => {
  const publisher = await openFolder(dirname(aSite({})), { clock: systemClock(), durable: false })
  onTestFinished(() => publisher.close())
  // The empty folder of the builder is in the way of the link, and gives way to it.
  await publisher.publish(aSnapshot(), pages(0))
  const server = await aServer({ site: publisher.site })
  const end = new AbortController()
  let answers = 0
  const readAll = async (): Promise<void> => {
    let newest = 0
    while (!end.signal.aborted) {
      for (const path of ['/', '/a/']) {
        const text = await (await fetch(`${server.url}${path}`)).text()
        const numbers = new Set(text.trim().split(' '))
        expect(numbers.size).toBe(1)
        const n = Number([...numbers][0])
        expect(n).toBeGreaterThanOrEqual(newest)
        newest = n
        answers++
      }
      expect((await fetch(`${server.url}/same/`)).status).toBe(200)
    }
  }
  const readers = [readAll(), readAll(), readAll()]
  for (let n = 1; n <= 60; n++) {
    await publisher.publish(aSnapshot(n), pages(n))
    expect((await (await fetch(`${server.url}/`)).text()).startsWith(`${n} `)).toBe(true)
    // Releases follow as fast as pages are read.
    const before = answers
    await expect.poll(() => answers, { interval: 2 }).toBeGreaterThan(before)
  }
  end.abort()
  await Promise.all(readers)
  expect(answers).toBeGreaterThanOrEqual(60)
})
