import type { Clock, Timer } from '../core/time/clock.ts'
import type { Renderer } from '../core/snapshot/renderer.ts'
import type { Snapshot } from '../core/snapshot/snapshot.ts'

/** What a publication did. */
export type PublicationResult = {
  readonly changed: readonly string[]
  readonly removed: readonly string[]
  readonly rendered: number
  readonly written: number
  readonly took: number
}

export type PublishLoopDeps = {
  readonly clock: Clock
  readonly gather: () => Promise<Snapshot>
  readonly renderer: Renderer
  /** @param urgent only what readers must not wait for */
  readonly publish: (snapshot: Snapshot, renderer: Renderer, urgent: boolean) => Promise<PublicationResult>
  /** At the latest this often, ms. */
  readonly every: () => number
  readonly onPublished: (published: PublicationResult, snapshot: Snapshot) => void
  /** It failed; the last good release stays. */
  readonly onFailed: (error: unknown) => void
}

/** Publishes at once when asked and otherwise every `every`. */
export type PublishLoop = {
  /** There is news: publish as soon as the publication under way, if any, is done. */
  request(): void
  /** Publish and wait for it. Rejects when it failed. */
  now(): Promise<PublicationResult>
  stop(): Promise<void>
}

/** A publication that failed is tried again after this long, ms, or `every` if that is sooner: there may be room again. */
const retryDelay = 2_000
/** After an urgent publication, what it left is published this much later, ms. */
const deferredDelay = 1_000
/** After so many urgent ones in a row the next is whole: a page must not wait for ever behind news of others. */
const maxUrgentInARow = 4

/**
 * One publication at a time; requests that come during one are answered by a single further one. What is asked for is
 * published urgently, the rest follows a moment later and then every `every`. A failure is told and tried again soon.
 */
export function createPublishLoop(deps: PublishLoopDeps): PublishLoop {
  let underWay: Promise<PublicationResult> | null = null
  let again = false
  let urgentInARow = 0
  let stopped = false
  let timer: Timer | null = null

  async function publishOnce(urgent: boolean): Promise<PublicationResult> {
    const snapshot = await deps.gather()
    const published = await deps.publish(snapshot, deps.renderer, urgent)
    deps.onPublished(published, snapshot)
    return published
  }

  function start(urgent: boolean): Promise<PublicationResult> {
    timer?.cancel()
    again = false
    urgentInARow = urgent ? urgentInARow + 1 : 0
    const scheduleNext = (after: number): void => {
      underWay = null
      if (stopped) return
      if (again) request()
      else timer = deps.clock.after(after, () => void start(false).catch(deps.onFailed))
    }
    underWay = publishOnce(urgent)
    underWay.then(
      () => scheduleNext(urgent ? Math.min(deps.every(), deferredDelay) : deps.every()),
      () => scheduleNext(Math.min(deps.every(), retryDelay)),
    )
    return underWay
  }

  function request(): void {
    if (stopped) return
    if (underWay) again = true
    else start(urgentInARow < maxUrgentInARow).catch(deps.onFailed)
  }

  return {
    request,
    async now() {
      while (underWay) await underWay.catch(() => {})
      return start(false)
    },
    async stop() {
      stopped = true
      timer?.cancel()
      await underWay?.catch(() => {})
    },
  }
}
