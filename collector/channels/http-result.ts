import type { SendResult } from '../core/delivery/message.ts'
import { oneLine } from '../core/text/quote.ts'
import { redact } from '../core/text/redact.ts'
import { type OutgoingRequest, RequestFailed, sendRequest } from '../net/send-request.ts'

/** What a channel works with besides its settings. */
export type ChannelDeps = {
  /** ms */
  readonly now: () => number
  /** What must not stand in an error. */
  readonly secrets: readonly string[]
}

/**
 * Send a request and read what its status says of the message: 2xx is sent, 408, 425, 429 and 5xx may succeed later, and
 * everything else will not, however often it is tried. What the service says of it is quoted in one line, without secrets.
 */
export async function sendByHttp(
  outgoing: OutgoingRequest,
  signal: AbortSignal,
  { now, secrets }: ChannelDeps,
): Promise<SendResult> {
  try {
    const { status, text, retryAfter } = await sendRequest(outgoing, signal, now())
    if (status >= 200 && status < 300) return { outcome: 'sent' }
    const words = oneLine(redact(text, secrets), 200)
    const error = words === '' ? `answered ${status}` : `answered ${status}: ${words}`
    return { outcome: 'refused', permanent: !isTransient(status), error, retryAfter }
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error
    return { outcome: 'refused', permanent: false, error: error.message, retryAfter: null }
  }
}

const isTransient = (status: number): boolean =>
  status >= 500 || status === 408 || status === 425 || status === 429
