import type { Locale } from '../text/localized-text.ts'

/** How bad it is, for colours and sounds; `good` is an end. */
export type MessageSeverity = 'critical' | 'warning' | 'info' | 'good'

/** What a program makes of a message: open, note, mark as taken care of or close something. */
type MessageAction = 'trigger' | 'update' | 'acknowledge' | 'resolve' | 'inform'

/**
 * A message to the team, in plain text. Every kind of channel puts it into the form of its service: it escapes what its
 * markup would read, and cuts what its service refuses.
 */
export type TeamMessage = {
  /** The same at every attempt, so that a service can tell a repetition. */
  readonly id: string
  /** Messages of one topic belong together. */
  readonly topic: string
  readonly locale: Locale
  /** Between a label and its value, in the locale. */
  readonly colon: string
  readonly severity: MessageSeverity
  readonly action: MessageAction
  /** Somebody takes care of it: a service that opens it, or is told more of it, marks it so, too. */
  readonly isAnswered?: true
  /** One short line that says the most important thing. */
  readonly title: string
  /** Paragraphs; may be empty. */
  readonly paragraphs: readonly string[]
  readonly details: readonly { readonly label: string; readonly value: string }[]
  /** To the page; null where the page has no address. */
  readonly link: string | null
  /** To the one button that says somebody is looking; null where no answer is asked for. */
  readonly acknowledgeLink: string | null
  /** When what it tells happened, ms. */
  readonly at: number
  /** Sent by a person to see whether the channel works. */
  readonly isTest: boolean
  /** The same as a document, where it is long: for channels that can show one. Its HTML is safe. */
  readonly document?: { readonly text: string; readonly html: string }
  /** The facts for programs, JSON: names and shapes as in the API. */
  readonly data: Readonly<Record<string, unknown>>
}

/** What a service said to a message. */
export type SendResult =
  | { readonly outcome: 'sent' }
  | {
      readonly outcome: 'refused'
      /** Trying again will not help: the address or the credentials are wrong. */
      readonly permanent: boolean
      /** One line for the team, without secrets. */
      readonly error: string
      /** How long the service asks us to wait, ms; null where it does not say. */
      readonly retryAfter: number | null
      /** It is the address that is refused, whatever the message: it is no longer there. */
      readonly recipientRefused?: true
    }

/** Sends messages by one channel. Rejects only where this program is at fault. */
export type Notifier = {
  /** The service keeps one thing for each topic, opened and closed by its messages: topics are never reported together. */
  readonly oneTopicEach?: true
  /** `to`: to this one alone of those that the channel tells one by one; absent: to all of them. */
  send(message: TeamMessage, signal: AbortSignal, to?: string): Promise<SendResult>
  /** Let go of connections that were kept; nothing is sent afterwards. */
  readonly close?: () => void
}
