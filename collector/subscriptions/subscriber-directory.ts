import { z } from 'zod'
import type { Config } from '../core/config/config.ts'
import { normalizeEmailAddress } from '../core/subscription/email-address.ts'
import type { Subscriber } from '../core/subscription/subscriber.ts'
import { parseInput } from '../notices/rules/validate.ts'
import { ValidationError } from '../notices/rules/validation-error.ts'
import type { SubscriberFilter, SubscriberStore } from '../store/subscriber-store.ts'
import { AddSubscriber, SubscriberLine, choicesOf, emailOf, subscriberView } from './subscriber-schema.ts'
import type { SubscriptionService } from './subscription-service.ts'

const pageSize = 500

/** What the team does with subscribers. Every function rejects with StoreError. */
export type SubscriberDirectory = {
  list(filter: SubscriberFilter): Promise<readonly Subscriber[]>
  /** @throws ValidationError `not_found` */
  get(id: string): Promise<Subscriber>
  /** Every subscription of a person: at the address, and webhooks they are responsible for. */
  find(address: string): Promise<readonly Subscriber[]>
  /** Add an e-mail address: confirmed ones at once, others once they confirm. @throws ValidationError `invalid`, `not_now` */
  add(input: unknown): Promise<Subscriber>
  /** End these subscriptions, with everything that names them. Resolves to how many there were. */
  erase(ids: readonly string[]): Promise<number>
  /** Add the subscriber of a line, JSON. One that exists stays as it is, one that never confirmed is left out. @throws ValidationError `invalid` */
  importLine(line: unknown): Promise<'added' | 'present' | 'unconfirmed'>
  /** Every subscriber as a line that can be imported, in the order of their ids. */
  exportLines(): AsyncIterable<object>
}

/** What the directory works with. */
export type SubscriberDirectoryDeps = {
  readonly store: SubscriberStore
  readonly config: Pick<Config, 'page' | 'components'>
  /** Sends who is added the link to confirm; null where nothing is sent. */
  readonly service: Pick<SubscriptionService, 'request'> | null
  /** ms since the epoch. */
  readonly now: () => number
  readonly id: () => string
}

/** The subscribers in a store, for the team. */
export function createSubscriberDirectory(deps: SubscriberDirectoryDeps): SubscriberDirectory {
  const { store } = deps
  async function* all(): AsyncGenerator<Subscriber> {
    for (let after = ''; ;) {
      const page = await store.subscribers({ limit: pageSize, after })
      yield* page
      if (page.length < pageSize) return
      after = page.at(-1)!.id
    }
  }
  return {
    list: (filter) => store.subscribers(filter),
    async get(id) {
      const subscriber = await store.subscriber(id)
      if (!subscriber)
        throw new ValidationError('not_found', [{ path: '', message: 'There is no such subscriber.' }])
      return subscriber
    },
    async find(text) {
      const address = normalizeEmailAddress(text) ?? text
      const found: Subscriber[] = []
      for await (const one of all()) if (one.address === address || one.owner === address) found.push(one)
      return found
    },
    add: (input) => add(deps, input),
    erase: (ids) => store.eraseSubscribers(ids),
    importLine: (line) => importLine(deps, line),
    async *exportLines() {
      for await (const { keys, ...one } of all()) {
        const { id: _, kind: __, ...line } = subscriberView({ ...one, keys })
        yield { ...line, ...(keys && { keys }) }
      }
    },
  }
}

async function add(
  { store, config, service, now, id }: SubscriberDirectoryDeps,
  input: unknown,
): Promise<Subscriber> {
  const { address: text, confirmed = false, ...rest } = parseInput(AddSubscriber, input)
  const address = emailOf(text)
  const choices = choicesOf(rest, config)
  const before = await store.subscriberByAddress('email', address)
  if (confirmed) {
    const at = now()
    const subscriber: Subscriber = {
      ...(before ?? { id: id(), kind: 'email', address, owner: null, createdAt: at, keys: null }),
      ...choices,
      state: 'active',
      confirmedAt: before?.confirmedAt ?? at,
      bounces: 0,
    }
    await store.putSubscribers([subscriber])
    return subscriber
  }
  if (!service)
    throw new ValidationError('not_now', [
      {
        path: '',
        message:
          'No mail can ask for a confirmation. Configure subscriptions.email, or add them as confirmed.',
      },
    ])
  await service.request({ kind: 'email', address, owner: null, ...choices })
  return (await store.subscriberByAddress('email', address))!
}

async function importLine(
  { store, config, now, id }: SubscriberDirectoryDeps,
  line: unknown,
): Promise<'added' | 'present' | 'unconfirmed'> {
  const { type, address: text, owner = null, state, keys = null, ...rest } = parseInput(SubscriberLine, line)
  const address = type === 'email' ? emailOf(text) : parseInput(z.url({ protocol: /^https?$/ }), text)
  const choices = choicesOf(rest, config)
  if (state === 'unconfirmed') return 'unconfirmed'
  if (await store.subscriberByAddress(type, address)) return 'present'
  const createdAt = rest.created_at === undefined ? now() : Date.parse(rest.created_at)
  await store.putSubscribers([
    {
      id: id(),
      kind: type,
      address,
      owner: owner === null ? null : emailOf(owner, 'owner'),
      ...choices,
      state,
      createdAt,
      confirmedAt: rest.confirmed_at == null ? createdAt : Date.parse(rest.confirmed_at),
      bounces: 0,
      keys,
    },
  ])
  return 'added'
}
