import type { SendResult } from '../core/delivery/message.ts'
import { redact } from '../core/text/redact.ts'

/** What a server said of a reader's mail, without their address: it is kept in the store and goes into the log. */
export const hideAddress = (result: SendResult, address: string): SendResult =>
  result.outcome === 'refused'
    ? { ...result, error: redact(result.error, [address, address.toLowerCase()]) }
    : result
