import { expect, test } from 'vitest'
import { describeLead } from '../../../collector/app/parts/problems.ts'

test('a time ahead of the machine’s is taken back by no restart: it goes on from the last record', () => {
  expect(describeLead(3_600_000)).toMatch(/^our time is 1h ahead of .*vigie discard-future/)
  expect(describeLead(3_600_000)).not.toContain('restart')
  expect(describeLead(-90_000)).toMatch(
    /^our time is 1m30s behind .*clock is right, restart; if not, set it$/,
  )
})
