import { z } from 'zod'
import type { Config } from '../core/config/config.ts'
import type { SubscriberChoices } from '../core/subscription/answer.ts'
import { normalizeEmailAddress } from '../core/subscription/email-address.ts'
import { type Subscriber, newsKinds } from '../core/subscription/subscriber.ts'
import { strict } from '../notices/fields/field-schemas.ts'
import { ValidationError } from '../notices/rules/validation-error.ts'

const Types = z.enum(['email', 'webhook', 'push'])
const States = z.enum(['unconfirmed', 'active', 'paused'])
const Kinds = z.array(z.enum(['incidents', 'maintenance', 'announcements', 'reports']))
const Instant = z.iso.datetime({ offset: true })

/** A subscriber as the API and the command line show it. */
export const SubscriberView = z
  .object({
    kind: z.literal('subscriber'),
    id: z.string(),
    type: Types.describe('How they are told.'),
    address: z.string(),
    owner: z.string().nullable().describe('Of a webhook: the e-mail address of who is responsible for it.'),
    components: z.array(z.string()).nullable().describe('Null for all, those to come included.'),
    kinds: Kinds,
    locale: z.string(),
    state: States.describe('Paused: several messages in a row were returned.'),
    created_at: Instant,
    confirmed_at: Instant.nullable(),
  })
  .meta({ id: 'Subscriber' })

/** What `POST /api/v1/subscribers` takes. */
export const AddSubscriber = strict({
  address: z.string().max(320).describe('An e-mail address.'),
  components: z.array(z.string()).max(2_000).nullish().describe('Ids; default: all, those to come included.'),
  kinds: Kinds.min(1).optional().describe('Default: incidents, maintenance and announcements.'),
  locale: z.string().max(35).optional().describe("Default: the page's first."),
  confirmed: z
    .boolean()
    .optional()
    .describe('They have agreed already: no mail asks them to confirm. Default: false.'),
})

/** A line of `vigie import subscribers`: what is exported, or an address with what was agreed to. */
export const SubscriberLine = z.object({
  type: Types.default('email'),
  address: z.string().max(4_000),
  owner: z.string().max(320).nullish(),
  components: z.array(z.string()).nullish(),
  kinds: Kinds.min(1).optional(),
  locale: z.string().max(35).optional(),
  state: States.default('unconfirmed'),
  created_at: Instant.optional(),
  confirmed_at: Instant.nullish(),
  keys: z.object({ p256dh: z.string(), auth: z.string() }).nullish(),
})

const iso = (at: number): string => new Date(at).toISOString()

/** A subscriber for programs, without what messages to them are encrypted with. */
export const subscriberView = ({ kind, createdAt, confirmedAt, ...subscriber }: Subscriber) => ({
  kind: 'subscriber' as const,
  id: subscriber.id,
  type: kind,
  address: subscriber.address,
  owner: subscriber.owner,
  components: subscriber.components,
  kinds: subscriber.kinds,
  locale: subscriber.locale,
  state: subscriber.state,
  created_at: iso(createdAt),
  confirmed_at: confirmedAt === null ? null : iso(confirmedAt),
})

type ChoiceInput = {
  readonly components?: readonly string[] | null | undefined
  readonly kinds?: SubscriberChoices['kinds'] | undefined
  readonly locale?: string | undefined
}

/** What is chosen, with every default. @throws ValidationError for a service or a language that the page does not have */
export function choicesOf(
  { components = null, kinds = ['incidents', 'maintenance', 'announcements'], locale }: ChoiceInput,
  { page, components: known }: Pick<Config, 'page' | 'components'>,
): SubscriberChoices {
  const missing = components?.find((id) => !known.some((one) => one.id === id))
  if (missing !== undefined)
    throw problem(
      'components',
      `there is no component ${JSON.stringify(missing)}. Write ids of the configuration.`,
    )
  const locales = [page.locale, ...page.locales]
  if (locale !== undefined && !locales.includes(locale))
    throw problem('locale', `is no language of the page. Write one of: ${[...new Set(locales)].join(', ')}.`)
  return {
    components,
    kinds: newsKinds.filter((kind) => kinds.includes(kind)),
    locale: locale ?? page.locale,
  }
}

/** An e-mail address as it is kept. @throws ValidationError for what is none */
export function emailOf(text: string, path = 'address'): string {
  const address = normalizeEmailAddress(text)
  if (address === null) throw problem(path, 'is not an e-mail address. Write one, such as name@example.com.')
  return address
}

const problem = (path: string, message: string): ValidationError =>
  new ValidationError('invalid', [{ path, message }])
