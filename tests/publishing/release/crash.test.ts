import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openFolder } from '../../../collector/publishing/release/folder-publisher.ts'
import { systemClock } from '../../../collector/time/system-clock.ts'
import { aFolder, aRenderer, aSnapshot } from './builders.ts'

test('a publisher killed at any moment leaves a whole release, and the next one goes on from it', async () => {
  const dir = aFolder()
  for (let round = 0; round < 8; round++) {
    const child = fork(join(import.meta.dirname, 'publishing-child.ts'), [dir])
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child, 'message')
    await sleep(10 + round * 7)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const texts = Array.from({ length: 40 }, (_, i) =>
      readFileSync(join(dir, `site/p${i}/index.html`), 'utf8'),
    )
    expect(new Set(texts.filter((_, i) => i % 4 === 0)).size).toBe(1)
    expect(new Set(texts.filter((_, i) => i % 4 !== 0))).toEqual(new Set(['same']))
  }
  const publisher = await openFolder(dir, { clock: systemClock(), grace: 0 })
  onTestFinished(() => publisher.close())
  expect(publisher.current()).not.toBeNull()
  for (let n = 0; n < 2; n++) await publisher.publish(aSnapshot(), aRenderer({ '/': `after ${n}` }))
  const mine = publisher.current()!.replace(/-\d+$/, '')
  await expect
    .poll(() =>
      readdirSync(join(dir, '.releases')).filter((name) => !join(dir, '.releases', name).startsWith(mine)),
    )
    .toEqual([])
})
