import type { Outcome } from '../core/monitoring/check.ts'
import type { Clock } from '../core/time/clock.ts'
import type { SeenCertificate } from '../store/certificate-store.ts'
import type { FactWriter } from '../store/facts.ts'

/** Makes durable which certificates monitors see, so that the next run of the collector knows them before it has looked. */
export type CertificateRecorder = {
  /** A probe has ended. */
  observe(monitor: string, outcome: Pick<Outcome, 'certificateExpiresAt'>): void
  /** Write what changed, now and then. Rejects with StoreError; what was not written is written the next time. */
  flush(isUrgent?: boolean): Promise<void>
}

/** How often changes are written at most, ms: behind one address several servers may take turns. */
const interval = 10_000

/** @returns one that has seen nothing yet */
export function createCertificateRecorder(store: FactWriter, clock: Clock): CertificateRecorder {
  const known = new Map<string, number>()
  const changed = new Map<string, SeenCertificate>()
  let flushedAt = -Infinity
  return {
    observe(monitor, { certificateExpiresAt: expiresAt }) {
      if (expiresAt === undefined || known.get(monitor) === expiresAt) return
      known.set(monitor, expiresAt)
      changed.set(monitor, { monitor, at: clock.now(), expiresAt })
    },
    async flush(isUrgent = false) {
      if (changed.size === 0 || (!isUrgent && clock.monotonic() < flushedAt + interval)) return
      flushedAt = clock.monotonic()
      const certificates = [...changed.values()]
      await store.commit({ certificates })
      for (const one of certificates) if (changed.get(one.monitor) === one) changed.delete(one.monitor)
    },
  }
}
