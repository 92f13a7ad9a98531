import type { Dispatcher } from 'undici'
import type { SendResult } from '../core/delivery/message.ts'
import type { Clock } from '../core/time/clock.ts'
import { type OutgoingRequest, RequestFailed, type ServiceAnswer, sendRequest } from '../net/send-request.ts'
import type { HostGate } from './host-gate.ts'
import type { SendOutcome } from './sender.ts'

/** How long what a stranger named may take to answer, ms. */
const answerTimeout = 10_000

/** What requests to strangers' hosts are made with. */
export type VisitorRequestDeps = {
  readonly clock: Clock
  /** Connects to public addresses only. */
  readonly dispatcher: Dispatcher
  readonly gate: HostGate
}

/**
 * Send a request to an address that a stranger named. What is answered is read for its status alone and never repeated;
 * `outcomeOf` says what a status means. A host that hangs is left alone for a while: what is for it waits.
 */
export async function sendToVisitor(
  request: OutgoingRequest,
  signal: AbortSignal,
  { clock, dispatcher, gate }: VisitorRequestDeps,
  outcomeOf: (answer: ServiceAnswer) => SendResult | Promise<SendResult>,
): Promise<SendOutcome> {
  const { host } = new URL(request.url)
  const dueAt = gate.enter(host, clock.now())
  if (dueAt !== null) return { outcome: 'released', dueAt }
  const timeout = new AbortController()
  const timer = clock.after(answerTimeout, () => timeout.abort())
  let answered = true
  try {
    const both = AbortSignal.any([signal, timeout.signal])
    return await outcomeOf(await sendRequest(request, both, clock.now(), dispatcher))
  } catch (error) {
    if (timeout.signal.aborted) {
      answered = false
      return refused(`no answer in ${answerTimeout / 1000} s`, false)
    }
    if (!(error instanceof RequestFailed)) throw error
    const code = error.cause instanceof Error && 'code' in error.cause ? error.cause.code : null
    return refused(error.message, code === 'ENOTPUBLIC')
  } finally {
    timer.cancel()
    gate.leave(host, answered, clock.now())
  }
}

/** What cannot be sent, and whether it ever can. */
export const refused = (error: string, permanent: boolean, retryAfter: number | null = null): SendResult => ({
  outcome: 'refused',
  permanent,
  error,
  retryAfter,
})

/** May the same message succeed later, by the status of the answer? */
export const isTransient = (status: number): boolean =>
  status >= 500 || status === 408 || status === 425 || status === 429
