import { uncachedResponse } from '../problem-response.ts'
import type { PublicEndpoint } from './public-endpoints.ts'

/** Whether the collector probes, stores and publishes within its limits, and why not. */
export type Readiness = {
  readonly ok: boolean
  readonly reasons: readonly string[]
  /** Long work under way that keeps nothing from being done. */
  readonly progress?: readonly string[]
  /** What somebody should mend although the page is what it should be. */
  readonly warnings: readonly string[]
}

/** `/healthz`: the process answers. `/readyz`: it does its work, or 503 and every reason why not; warnings change nothing of that. */
export const healthEndpoints = (readiness: () => Readiness): readonly PublicEndpoint[] => [
  { path: '/healthz', methods: ['GET'], handle: () => uncachedResponse(200, 'ok\n') },
  {
    path: '/readyz',
    methods: ['GET'],
    handle() {
      const { ok, reasons, warnings, progress = [] } = readiness()
      const answer = { ok, reasons, warnings, ...(progress.length > 0 && { progress }) }
      return uncachedResponse(ok ? 200 : 503, `${JSON.stringify(answer)}\n`, {
        'Content-Type': 'application/json',
      })
    },
  },
]
