import type { SendResult } from '../../core/delivery/message.ts'
import { oneLine } from '../../core/text/quote.ts'
import { redact } from '../../core/text/redact.ts'

/** What went wrong with a mail, as the SMTP client has it. */
type SmtpError = Error & {
  /** The command that was answered: `RCPT TO`, `DATA`, `AUTH PLAIN` … */
  readonly command?: string
  readonly code?: string
  /** What the server said. */
  readonly response?: string
  readonly responseCode?: number
}

const connectionReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the name resolves to nothing',
  EAI_AGAIN: 'the name servers do not answer',
  EDNS: 'the name resolves to nothing',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it did not answer in time',
  ECONNECTION: 'the connection was closed',
  EPIPE: 'the connection was closed',
}

/** The enhanced status code (RFC 3463) at the beginning of what a server said: class, subject, detail. Null without. */
const enhancedCode = (response: string): readonly [string, string, string] | null => {
  const [, kind, subject, detail] = /^\d{3}[ -]([245])\.(\d{1,3})\.(\d{1,3})\b/.exec(response) ?? []
  return kind === undefined ? null : [kind, subject!, detail!]
}

/**
 * What an error of the SMTP client says of a mail. A 4xx answer, and every trouble of the connection, may pass. A 5xx
 * answer (RFC 5321, 4.2.1) is final where it is to this recipient or this message; where the server refuses us – our
 * greeting, credentials or sender – somebody has to mend the channel, and what waits is sent then. Whether the mailbox
 * itself is refused is told by the subject of the enhanced code (RFC 3463: 1 the address, 2 the mailbox), or by the
 * command where there is none: a policy against our server (x.7.x) says nothing of the reader.
 */
export function refusalOf(error: Error, secrets: readonly string[]): SendResult {
  const { command = '', response = '', responseCode = 0, code = '' }: SmtpError = error
  const message = error.cause instanceof Error ? error.cause.message : error.message
  const isAboutMail = command === 'RCPT TO' || command === 'DATA'
  const permanent = isAboutMail && responseCode >= 500
  const subject = enhancedCode(response)?.[1] ?? null
  const isMailbox = subject === null ? command === 'RCPT TO' : subject === '1' || subject === '2'
  const words =
    response === ''
      ? `the mail server: ${connectionReasons[systemCode(error) ?? code] ?? message}`
      : `the mail server answered ${command === '' ? '' : `to ${command.split(' ')[0]}: `}${response}`
  return {
    outcome: 'refused',
    permanent,
    error: oneLine(redact(words, secrets), 200),
    retryAfter: null,
    ...(permanent && isMailbox && { recipientRefused: true as const }),
  }
}

/** The code of the system's own error, which the client has in its words. */
const systemCode = ({ message }: Error): string | undefined => /\bE[A-Z_]{3,}\b/.exec(message)?.[0]
