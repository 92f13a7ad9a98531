import { expect, test } from 'vitest'
import { createBrokenProbes } from '../../collector/app/broken-probes.ts'
import type { Outcome } from '../../collector/core/monitoring/check.ts'

const up: Outcome = { health: 'up', took: 1 }
const broken = (detail: string): Outcome => ({
  health: 'unknown',
  took: 1,
  fault: { code: 'internal', detail },
})

test('a probe that breaks is logged once by name, warns as long as it does, and is logged when it works', () => {
  const lines: string[] = []
  const probes = createBrokenProbes({ error: (line) => lines.push(line), info: (line) => lines.push(line) })
  const api = { id: 'api-http' }
  probes.observe(api, up)
  for (let i = 0; i < 3; i++) probes.observe(api, broken('the probe broke: URIError: URI malformed'))
  const line = 'api-http cannot be checked and is unknown: the probe broke: URIError: URI malformed'
  expect(lines).toEqual([line])
  expect(probes.warnings()).toEqual([line])
  probes.observe(api, broken('another'))
  expect(lines).toHaveLength(2)
  probes.observe(api, up)
  expect(probes.warnings()).toEqual([])
  expect(lines.at(-1)).toBe('api-http can be checked again')
  probes.observe(api, broken('another'))
  probes.keepOnly([])
  expect(probes.warnings()).toEqual([])
})
