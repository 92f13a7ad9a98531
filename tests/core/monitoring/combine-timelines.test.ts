import { expect, test } from 'vitest'
import type { KnownHealth } from '../../../collector/core/monitoring/health.ts'
import { combineTimelines } from '../../../collector/core/monitoring/combine-timelines.ts'

/** `up@0 down@5` as a timeline. */
const line = (text: string) =>
  text.split(' ').map((step) => {
    const [health, at] = step.split('@')
    return { at: Number(at), health: health as KnownHealth }
  })

test('a monitor seen from one region is what that region sees', () => {
  expect(combineTimelines([line('up@0 down@5')])).toEqual(line('up@0 down@5'))
  expect(combineTimelines([])).toEqual([])
})

test('one region alone among three proves nothing, two do', () => {
  expect(combineTimelines([line('up@0 down@5 up@20'), line('up@0'), line('up@0 down@10 up@15')])).toEqual(
    line('up@0 down@10 up@15'),
  )
})

test('a region that sees nothing leaves the word to the others', () => {
  expect(combineTimelines([line('up@0 unknown@5'), line('down@2')])).toEqual(line('up@0 down@2'))
})

test('changes at one instant are one change', () => {
  expect(combineTimelines([line('up@0 down@5'), line('down@0 up@5')])).toEqual(line('down@0'))
})
