import type { SendResult } from './message.ts'

/** A mail. Texts are as they are to be read: the mailer encodes them. */
export type OutgoingMail = {
  /** Absent: the sender that the channel is configured with. */
  readonly from?: string
  readonly to: string
  /** Of those it names, the one it is handed over for; absent: all of them. */
  readonly only?: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Further headers by name. */
  readonly headers: Readonly<Record<string, string>>
  readonly attachments?: readonly {
    readonly filename: string
    readonly contentType: string
    readonly content: string
  }[]
}

/** Hands mails to a server. Rejects only where this program is at fault. */
export type Mailer = {
  send(mail: OutgoingMail, signal: AbortSignal): Promise<SendResult>
}
