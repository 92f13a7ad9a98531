import type { Locale, Text } from '../text/localized-text.ts'
import type { Subscriber } from './subscriber.ts'

/** What a subscriber chooses. */
export type SubscriberChoices = Pick<Subscriber, 'components' | 'kinds' | 'locale'>

/** What is wrong with a form, by its first wrong field; `url` is the address of a webhook. */
export type FormProblem = 'email' | 'components' | 'kinds' | 'url'

/** A form as it was filled in; texts may be anything. */
export type FormValues = {
  readonly email: string
  readonly url: string
  readonly components: readonly string[]
  readonly kinds: readonly string[]
}

/** A page that answers a subscriber. Addresses in it are shown only to the holder of their token, or to the person who sent them. */
export type SubscriptionAnswer =
  /** A mail with the link to confirm is on its way, or there is a reason not to send one: readers cannot tell. */
  | { readonly page: 'sent'; readonly email: string }
  | {
      readonly page: 'form'
      readonly problem: FormProblem
      readonly values: FormValues
      /** The form of a webhook; else that of e-mail. */
      readonly isWebhook: boolean
    }
  /** One button. */
  | {
      readonly page: 'confirm'
      readonly subscriber: Subscriber
      readonly choices: SubscriberChoices
    }
  | {
      readonly page: 'confirmed'
      readonly subscriber: Subscriber
      readonly manageToken: string
      /** What a webhook's messages are signed with; null for any other subscription. */
      readonly secret: string | null
    }
  /** The link to confirm was used, is over, or never was. */
  | { readonly page: 'over' }
  | {
      readonly page: 'manage'
      readonly subscriber: Subscriber
      readonly isSaved: boolean
      readonly problem: FormProblem | null
      readonly leaveToken: string
    }
  /** One button. */
  | { readonly page: 'leave'; readonly subscriber: Subscriber }
  | { readonly page: 'left' }
  /** The link to manage or to leave is not one of ours. */
  | { readonly page: 'unknown' }
  | { readonly page: 'limited' }
  /** The request cannot be read, or the collector could not store it. */
  | { readonly page: 'failed'; readonly isOurFault: boolean }

/** A page for somebody of the team who followed a link in a message: they take care of incidents and alerts, or may. */
export type AcknowledgementAnswer = {
  readonly page: 'acknowledge'
  /**
   * `ask`: one button; `done`: they do from now on; `already`: somebody does; `over`: nothing is open any more; `unknown`: the
   * link is not one of ours.
   */
  readonly state: 'ask' | 'done' | 'already' | 'over' | 'unknown' | 'limited' | 'failed'
  /** Those that the link is about and that the state is true of. */
  readonly items: readonly {
    readonly title: Text
    /** Where on the page more of it is, `incidents/ID/`. */
    readonly place: string
    readonly acknowledgedAt: number | null
    readonly acknowledgedBy: string | null
  }[]
}

/** An answer, in a language of the page, for an address so many folders deep in the site (0 for `/unsubscribe`). */
export type AnswerRequest = {
  readonly answer: SubscriptionAnswer | AcknowledgementAnswer
  readonly locale: Locale
  readonly depth: number
}
