import type { Clock, Timer } from '../core/time/clock.ts'
import type { Snapshot } from '../core/snapshot/snapshot.ts'
import type { ScopedSnapshot } from './snapshot-maker.ts'

/** What a publication did. */
export type PublicationResult = {
  readonly changed: readonly string[]
  readonly removed: readonly string[]
  readonly rendered: number
  readonly written: number
  /** False when pages that can wait were left for the next. */
  readonly isComplete: boolean
  readonly took: number
}

/** Why something is published: for news, for what a publication before left over, because time has passed, or as asked. */
export type PublicationCause = 'news' | 'rest' | 'minute' | 'whole'

export type PublishLoopDeps = {
  readonly clock: Clock
  readonly make: (cause: PublicationCause) => Promise<ScopedSnapshot>
  /** @param isInterrupted asked between pages that can wait, which are left when something more urgent has come, or the end */
  readonly publish: (publication: ScopedSnapshot, isInterrupted: () => boolean) => Promise<PublicationResult>
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
  /** Begin nothing more, and wait for what is under way: pages that can wait are left to the next start. */
  stop(): Promise<void>
}

/** A publication that failed is tried again after this long, ms, or `every` if that is sooner: there may be room again. */
const retryDelay = 2_000
/** After an urgent publication, what it left is published this much later, ms. */
const deferredDelay = 1_000
/** After so many publications of news in a row what they left has its turn: no page waits for ever behind news of others. */
const maxNewsInARow = 4
/** That turn lasts this long, ms, before news interrupt it again. */
const turn = 1_000

/**
 * One publication at a time; requests that come during one are answered by a single further one, for which pages that can
 * wait are left where they are. News is published first, what it leaves follows a moment later, and then every `every`.
 * A failure is told and tried again soon.
 */
export function createPublishLoop(deps: PublishLoopDeps): PublishLoop {
  const { clock } = deps
  let underWay: Promise<PublicationResult> | null = null
  let again = false
  let newsInARow = 0
  /** How many wait for all of it to be published. */
  let waiting = 0
  let stopped = false
  let timer: Timer | null = null

  async function publishOnce(cause: PublicationCause): Promise<PublicationResult> {
    const startedAt = clock.monotonic()
    const newsWaits = (): boolean =>
      again && (newsInARow < maxNewsInARow || clock.monotonic() - startedAt > turn)
    const isInterrupted = (): boolean => cause !== 'whole' && (stopped || newsWaits())
    const publication = await deps.make(cause)
    const published = await deps.publish(publication, isInterrupted)
    deps.onPublished(published, publication.snapshot)
    return published
  }

  function start(cause: PublicationCause): Promise<PublicationResult> {
    timer?.cancel()
    again = false
    const scheduleNext = (after: number, next: PublicationCause): void => {
      underWay = null
      newsInARow = cause === 'news' ? newsInARow + 1 : 0
      if (stopped || waiting > 0) return
      if (again) request()
      else timer = clock.after(after, () => void start(next).catch(deps.onFailed))
    }
    underWay = publishOnce(cause)
    underWay.then(
      ({ isComplete }) => {
        if (!isComplete) scheduleNext(0, 'rest')
        else if (cause === 'news') scheduleNext(Math.min(deps.every(), deferredDelay), 'rest')
        else scheduleNext(deps.every(), 'minute')
      },
      () => scheduleNext(Math.min(deps.every(), retryDelay), 'rest'),
    )
    return underWay
  }

  function request(): void {
    if (stopped) return
    if (underWay) again = true
    else start(newsInARow < maxNewsInARow ? 'news' : 'rest').catch(deps.onFailed)
  }

  return {
    request,
    async now() {
      waiting++
      try {
        while (underWay) await underWay.catch(() => {})
      } finally {
        waiting--
      }
      return start('whole')
    },
    async stop() {
      stopped = true
      timer?.cancel()
      await underWay?.catch(() => {})
    },
  }
}
