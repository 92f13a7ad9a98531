import { expect, test } from 'vitest'
import { createProblemLog } from '../../collector/app/problem-log.ts'
import { minute } from '../../collector/core/time/units.ts'
import { fakeClock } from '../fake-clock.ts'

test('a problem that keeps coming is one line, whatever else goes well or fails meanwhile', async () => {
  const lines: string[] = []
  const clock = fakeClock()
  const problems = createProblemLog({ error: (line) => lines.push(line) }, clock)
  const [deliver, freeze] = [problems.report('mails wait'), problems.report('reports wait')]
  for (let i = 0; i < 100; i++) {
    deliver(new Error('the disk is full'))
    freeze(new Error('the disk is full'))
    await clock.advance(minute)
  }
  expect(lines).toEqual(['mails wait: the disk is full', 'reports wait: the disk is full'])
  deliver('another reason')
  await clock.advance(10 * minute)
  deliver(new Error('the disk is full'))
  expect(lines.slice(2)).toEqual(['mails wait: another reason', 'mails wait: the disk is full'])
})
