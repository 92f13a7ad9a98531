import { giveUpAfter, retryDelay } from '../core/delivery/retry.ts'
import { type Clock, sleep } from '../core/time/clock.ts'
import type { Delivery, DeliveryStore, Settlement } from '../store/delivery-store.ts'
import type { PlannedMessage, Sender, SendOutcome } from './sender.ts'

/** How long an attempt may take, ms. */
const sendTimeout = 30_000
/** A claim outlives every attempt made under it, ms: who dies in between is replaced after it. */
const claimLength = 2 * sendTimeout
/** Deliveries claimed at once where each is a message of its own. Claimed and not sent, they wait for the claim's end. */
const claimSize = 20
/** So many seconds of a paced lane's work are claimed at once: thousands are not read one score after the other. */
const claimedSeconds = 2
/** How long a message under way may still take when the collector stops, ms. */
const stopGrace = 3_000
/** Most deliveries that are one message. */
const maxTogether = 500

/** What a lane works with. */
export type LaneDeps = {
  readonly store: Pick<DeliveryStore, 'claimDeliveries' | 'settleDeliveries'>
  readonly clock: Clock
  /** Unique to this process. */
  readonly holder: string
  /** In [0, 1). */
  readonly random: () => number
  /** A delivery was given up or an attempt failed; in words, without secrets. */
  readonly onFailure: (channel: string, error: string, isFinal: boolean) => void
  readonly onSent: (channel: string) => void
}

/** Sends what one channel owes. No lane waits for another. */
export type DeliveryLane = {
  readonly channel: string
  /** Send all that is due. Resolves when nothing is any more; a call while one runs resolves with that. Rejects with StoreError. */
  run(): Promise<void>
  /** Begin nothing any more; resolves when what is under way has ended. */
  stop(): Promise<void>
}

/** @returns a lane for what a sender sends */
export function createDeliveryLane(sender: Sender, deps: LaneDeps): DeliveryLane {
  const { store, clock } = deps
  const stopping = new AbortController()
  const aborting = new AbortController()
  const pace = createPace(sender.perSecond, clock)
  let running: Promise<void> | null = null
  const claim = createClaims(sender, deps)
  const settle = createSettling(store)

  async function send(token: string, { deliveries, attempt }: PlannedMessage): Promise<void> {
    const outcome = await withTimeout(attempt, clock, aborting.signal).catch(failureOf)
    const settlements = deliveries.map((delivery) =>
      settlementOf(delivery, token, outcome, clock.now(), deps.random()),
    )
    await settle(settlements)
    if (outcome.outcome === 'sent') deps.onSent(sender.channel)
    if (outcome.outcome === 'refused')
      deps.onFailure(
        sender.channel,
        outcome.error,
        settlements.some((one) => one.outcome === 'dead'),
      )
  }

  /** Several at once, each begun when its turn has come. */
  async function sendEach(
    token: string,
    messages: readonly PlannedMessage[],
    claimedAt: number,
  ): Promise<void> {
    const waiting = [...messages]
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await pace(stopping.signal)
        // What is begun after half of the claim could still be under way at its end: it is left to the next claim.
        if (stopping.signal.aborted || clock.now() >= claimedAt + claimLength / 2) {
          waiting.unshift(next)
          return
        }
        await send(token, next)
      }
    }
    await Promise.all(Array.from({ length: Math.min(sender.concurrency, messages.length) }, work))
    if (waiting.length === 0) return
    const at = clock.now()
    await store.settleDeliveries(
      waiting
        .flatMap(({ deliveries }) => deliveries)
        .map(({ id, dueAt }) => ({ id, claim: token, at, outcome: 'released', dueAt })),
    )
  }

  async function sendAll(): Promise<void> {
    while (!stopping.signal.aborted) {
      const claimedAt = clock.now()
      const { token, deliveries } = await claim()
      if (deliveries.length === 0) return
      const messages = await sender.plan(deliveries)
      await sendEach(token, messages, claimedAt)
    }
  }

  return {
    channel: sender.channel,
    run() {
      running ??= sendAll().finally(() => (running = null))
      return running
    },
    async stop() {
      stopping.abort()
      // What is under way had better end than be sent twice.
      const timer = clock.after(stopGrace, () => aborting.abort(new Error('shutting down')))
      await running?.catch(() => {})
      timer.cancel()
    },
  }
}

/** Claims what is due, each time under another token. */
function createClaims(
  { channel, ahead, perSecond, wholeRecipients }: Sender,
  { store, clock, holder }: LaneDeps,
) {
  let count = 0
  return async () => {
    const token = `${holder}/${++count}`
    const now = clock.now()
    const limit = ahead > 0 ? maxTogether : Math.max(claimSize, claimedSeconds * (perSecond ?? 0))
    const until = now + claimLength
    const wanted = { token, channel, now, until, limit, ahead, ...(wholeRecipients && { wholeRecipients }) }
    return { token, deliveries: await store.claimDeliveries(wanted) }
  }
}

/**
 * Writes down what became of messages: those that end while a transaction is under way share the next one. The sender of a
 * message waits for its settlement, so that a crash repeats at most what was under way.
 */
function createSettling({
  settleDeliveries,
}: LaneDeps['store']): (more: readonly Settlement[]) => Promise<void> {
  let writing: Promise<void> = Promise.resolve()
  let next: { readonly settlements: Settlement[]; readonly written: Promise<void> } | null = null
  return (more) => {
    if (!next) {
      const settlements: Settlement[] = []
      const written = writing
        .catch(() => {})
        .then(() => {
          next = null
          return settleDeliveries(settlements)
        })
      writing = written
      next = { settlements, written }
    }
    next.settlements.push(...more)
    return next.written
  }
}

/** An attempt ends with its time, or when it is aborted, whether or not what makes it listens to the signal. */
function withTimeout<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  clock: Clock,
  aborted: AbortSignal,
): Promise<T> {
  const ending = new AbortController()
  const { signal } = ending
  // A signal made by AbortSignal.any would be kept as long as the one of the lane is.
  const onAbort = (): void => ending.abort(aborted.reason)
  aborted.addEventListener('abort', onAbort, { once: true })
  if (aborted.aborted) onAbort()
  const timer = clock.after(sendTimeout, () =>
    ending.abort(new Error(`no answer in ${sendTimeout / 1000} s`)),
  )
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    if (signal.aborted) reject(signal.reason as Error)
  })
  return Promise.race([attempt(signal), ended]).finally(() => {
    timer.cancel()
    aborted.removeEventListener('abort', onAbort)
  })
}

const failureOf = (error: unknown): SendOutcome => ({
  outcome: 'refused',
  permanent: false,
  error: `internal: ${error instanceof Error ? error.message : String(error)}`,
  retryAfter: null,
})

function settlementOf(
  { id, failures, firstTriedAt }: Delivery,
  claim: string,
  outcome: SendOutcome,
  at: number,
  random: number,
): Settlement {
  const base = { id, claim, at }
  switch (outcome.outcome) {
    case 'sent':
      return { ...base, outcome: 'sent' }
    case 'dropped':
      return { ...base, outcome: 'dropped', error: outcome.reason }
    case 'released':
      return { ...base, outcome: 'released', dueAt: outcome.dueAt }
    case 'refused': {
      const { error, permanent, retryAfter } = outcome
      const dueAt = at + retryDelay(failures + 1, random, retryAfter)
      const isOver = permanent || dueAt >= (firstTriedAt ?? at) + giveUpAfter
      return isOver
        ? { ...base, outcome: 'dead', error, failures: failures + 1 }
        : { ...base, outcome: 'retry', error, failures: failures + 1, dueAt }
    }
  }
}

/** Resolves when the next message may begin, so that no more than so many begin within a second. */
function createPace(perSecond: number | null, clock: Clock): (signal: AbortSignal) => Promise<void> {
  if (perSecond === null) return async () => {}
  let next = -Infinity
  return async (signal) => {
    const now = clock.monotonic()
    const turn = Math.max(now, next)
    next = turn + 1000 / perSecond
    if (turn > now) await sleep(clock, turn - now, signal)
  }
}
