import { expect, test } from 'vitest'
import { finishDeployment, startDeployment } from '../../../collector/core/deployment/commands.ts'

const input = { id: 'k3v9x0c2m7qa', version: '2.14.0', components: ['api', 'web', 'api'], url: null }

test('a deployment begins without an end, and names each component once', () => {
  expect(startDeployment(input, 1_000)).toEqual({
    ...input,
    components: ['api', 'web'],
    startedAt: 1_000,
    finishedAt: null,
    outcome: null,
  })
})

test('it ends once: told again it is the very same, told otherwise it is refused', () => {
  const ended = finishDeployment(startDeployment(input, 1_000), 'rolled_back', 5_000)!
  expect(ended).toMatchObject({ outcome: 'rolled_back', finishedAt: 5_000 })
  expect(finishDeployment(ended, 'rolled_back', 9_000)).toBe(ended)
  expect(finishDeployment(ended, 'succeeded', 9_000)).toBeNull()
})

test('a clock that was set back does not end it before it began', () => {
  expect(finishDeployment(startDeployment(input, 1_000), 'failed', 400)?.finishedAt).toBe(1_000)
})
