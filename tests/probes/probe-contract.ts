import { describe, expect, test } from 'vitest'
import { probe, type ProbeOptions } from '../../collector/probes/index.ts'
import type { ActiveMonitor } from '../../collector/core/monitoring/monitor.ts'
import { settle } from '../fake-clock.ts'
import { probePatiently } from './builders.ts'

/** Situations every kind must be put in: monitors that meet them, with a timeout of their own. */
export type ProbeSituations = {
  readonly answers: () => Promise<ActiveMonitor>
  /** Absent where the protocol knows no refusal. */
  readonly refused?: () => Promise<ActiveMonitor>
  readonly silent: () => Promise<ActiveMonitor>
  /** Absent where nothing of the peer's is read. */
  readonly garbage?: () => Promise<ActiveMonitor>
}

/** What every probe promises, whatever its kind. */
export function probeContract(kind: string, situations: ProbeSituations, options: ProbeOptions = {}): void {
  describe(`the probe of kind ${kind}`, () => {
    test('is up when the peer answers, and says how long that took', async () => {
      const outcome = await probe(await situations.answers(), options)
      expect(outcome).toMatchObject({ health: 'up' })
      expect(outcome.fault).toBeUndefined()
      expect(outcome.took).toBeGreaterThanOrEqual(0)
      expect(Math.round(outcome.took * 10) / 10).toBe(outcome.took)
    })

    test('gives up on a silent peer at its timeout', async () => {
      const monitor = { ...(await situations.silent()), timeout: 300 }
      const outcome = await probe(monitor, options)
      expect(outcome).toMatchObject({ health: 'down', fault: { code: 'timeout' } })
      expect(outcome.took).toBeGreaterThanOrEqual(299)
    })

    test('ends at once, blaming nobody, when the collector stops', async () => {
      const stop = new AbortController()
      const monitor = { ...(await situations.silent()), timeout: 600_000 }
      const probing = probe(monitor, { ...options, signal: stop.signal })
      await settle(50)
      stop.abort()
      const outcome = await probing
      expect(outcome).toMatchObject({ health: 'unknown', fault: { code: 'internal' } })
    })

    test('does not even begin when the collector has stopped', async () => {
      const outcome = await probe(await situations.answers(), { ...options, signal: AbortSignal.abort() })
      expect(outcome).toMatchObject({ health: 'unknown', fault: { code: 'internal' } })
    })

    test('is down when an answer in time is not fast enough', async () => {
      const monitor = await situations.answers()
      const outcome = await probe(
        { ...monitor, expect: { ...monitor.expect, within: -1 } } as ActiveMonitor,
        options,
      )
      expect(outcome).toMatchObject({ health: 'down', fault: { code: 'too_slow' } })
    })

    test('is degraded when the answer is slow', async () => {
      const monitor = await situations.answers()
      const outcome = await probe(
        { ...monitor, expect: { ...monitor.expect, degradedAbove: -1 } } as ActiveMonitor,
        options,
      )
      expect(outcome).toMatchObject({ health: 'degraded', fault: { code: 'slow' } })
    })

    const { refused, garbage } = situations
    if (refused)
      test('tells a refusal from silence', async () => {
        const outcome = await probe(await refused(), options)
        expect(outcome).toMatchObject({ health: 'down', fault: { code: 'refused' } })
      })

    if (garbage)
      test('takes garbage for an answer that the protocol does not allow', async () => {
        const outcome = await probePatiently({ ...(await garbage()), timeout: 600 }, options)
        expect(outcome.health).toBe('down')
        expect(['protocol', 'tls', 'json']).toContain(outcome.fault?.code)
      })
  })
}
