import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createNotifier } from '../../collector/channels/index.ts'
import type { Channel } from '../../collector/core/config/channel.ts'
import type { Notifier, SendResult, TeamMessage } from '../../collector/core/delivery/message.ts'
import { wordsOf } from '../../collector/core/i18n/dictionaries.ts'
import { type Service, type StandInAnswer, type StandInRequest, aStandIn, answering } from './stand-in.ts'

const begin = Date.parse('2026-11-22T15:00:00Z')
const acknowledgeToken = 'Zm9vYmFyYmF6cXV4MTIzNDU2'

/** A message to the team. */
export const aMessage = (more: Partial<TeamMessage> = {}): TeamMessage => ({
  id: 'msg_0123456789abcdef',
  topic: 'incident/abcdef012345',
  locale: 'fr',
  colon: ' : ',
  severity: 'critical',
  action: 'trigger',
  title: 'P1 · API : indisponible – En cours d’analyse',
  paragraphs: ['Pas de réponse depuis 3 min.'],
  details: [{ label: 'Services', value: 'API, Site' }],
  link: 'https://status.example.com/incidents/abcdef012345/',
  acknowledgeLink: `https://status.example.com/acknowledge?token=${acknowledgeToken}`,
  at: begin,
  isTest: false,
  data: { type: 'incident.updated' },
  ...more,
})

/** A kind under the contract. */
export type ChannelSituations = {
  /** Speaks the protocol of the service and refuses what that refuses. */
  readonly service: Service
  readonly channel: (url: string) => Channel
  /** The same with credentials that the service does not know. */
  readonly stranger: (url: string) => Channel
  /** How the service says that it has had enough, and how long is to be waited, ms. */
  readonly busy: { readonly answer: StandInAnswer; readonly wait: number | null }
  /** What people read of the messages that arrived. */
  readonly read: (request: StandInRequest) => string
  /** What of it must not be read by anybody else. */
  readonly secrets: readonly string[]
  /** The public gets the page's link and is asked for nothing. */
  readonly isPublic?: true
}

export const notifierOf = (channel: Channel, now = () => begin): Notifier =>
  createNotifier(channel, { now, secrets: [], words: wordsOf('fr').messages })!

const refusalOf = (result: SendResult) => {
  if (result.outcome !== 'refused') throw new Error('was not refused')
  return result
}
/** The texts that a request is made of: subjects, titles, bodies, each by itself. */
function textsOf({ path, text, headers }: StandInRequest): readonly string[] {
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return [...new URLSearchParams(text).values()]
  const leaves = (value: unknown): readonly string[] =>
    typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(leaves)
      : typeof value === 'string'
        ? [value]
        : []
  return [
    path,
    ...(headers['content-type']?.startsWith('application/json') ? leaves(JSON.parse(text)) : [text]),
  ]
}
const never = () => new AbortController().signal

/** What every kind of channel promises. */
export function channelContract(kind: Channel['kind'], situations: ChannelSituations): void {
  const { channel, stranger, busy, secrets, read } = situations
  const service = answering(situations.service)
  const readAll = (asked: readonly StandInRequest[]): string => asked.map(read).join('\n')

  describe(`a channel of kind ${kind}`, () => {
    test('is taken by its service, with what matters and its links', async () => {
      const { url, asked } = await aStandIn(service)
      const message = aMessage()
      expect(await notifierOf(channel(url)).send(message, never())).toEqual({ outcome: 'sent' })
      const text = readAll(asked)
      expect(text).toContain('API : indisponible')
      expect(text).not.toContain('Services: ')
      expect(text).toContain(situations.isPublic ? message.link!.slice(8, -1) : message.acknowledgeLink!)
    })

    test('is taken whatever it says, of whatever length', async () => {
      const { url } = await aStandIn(service)
      const notifier = notifierOf(channel(url))
      const words = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom(
          '<b>&amp;*_~`|[a](b)\\',
          '@everyone <!channel> @all',
          '👩‍👩‍👧‍👦'.repeat(300),
          'é'.repeat(20_000),
        ),
      )
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            title: words,
            paragraphs: fc.array(words, { maxLength: 3 }),
            details: fc.array(fc.record({ label: words, value: words }), { maxLength: 12 }),
            severity: fc.constantFrom('critical', 'warning', 'info', 'good'),
            action: fc.constantFrom('trigger', 'update', 'acknowledge', 'resolve', 'inform'),
            link: fc.constantFrom(null, aMessage().link),
            acknowledgeLink: fc.constantFrom(null, aMessage().acknowledgeLink),
            isTest: fc.boolean(),
          } as const),
          async (more) => {
            expect(await notifier.send(aMessage(more), never())).toEqual({ outcome: 'sent' })
          },
        ),
        { numRuns: 25 },
      )
    })

    test('keeps its link however long it is', async () => {
      const { url, asked } = await aStandIn(service)
      const message = aMessage({ title: 'Long '.repeat(500), paragraphs: ['mot '.repeat(20_000)] })
      expect(await notifierOf(channel(url)).send(message, never())).toEqual({ outcome: 'sent' })
      expect(readAll(asked)).toContain(
        situations.isPublic ? message.link!.slice(8, -1) : message.acknowledgeLink!,
      )
    })

    test('says that it is a test, once in each of its texts', async () => {
      const { url, asked } = await aStandIn(service)
      const message = aMessage({ title: '[Essai] Acme', isTest: true, action: 'inform', severity: 'info' })
      expect(await notifierOf(channel(url)).send(message, never())).toEqual({ outcome: 'sent' })
      expect(readAll(asked)).toContain('[Essai] Acme')
      for (const text of asked.flatMap(textsOf)) expect(text.split('[Essai]').length).toBeLessThanOrEqual(2)
    })

    test('with credentials the service does not know is refused for good, and says why', async () => {
      const { url } = await aStandIn(service)
      const refusal = refusalOf(await notifierOf(stranger(url)).send(aMessage(), never()))
      expect(refusal).toMatchObject({ permanent: true, error: expect.stringMatching(/answered 4\d\d: \S/) })
    })

    test('waits as long as the service asks for', async () => {
      const { url, state } = await aStandIn(service)
      state.service = () => busy.answer
      const refusal = refusalOf(await notifierOf(channel(url)).send(aMessage(), never()))
      expect(refusal).toMatchObject({ permanent: false, retryAfter: busy.wait })
    })

    test('is tried again where the service fails, hangs up or talks nonsense', async () => {
      const { url, state } = await aStandIn(service)
      const faults = [() => ({ status: 503, body: 'down' }), 'reset', 'garbage'] as const
      for (const fault of faults) {
        state.service = fault
        const refusal = refusalOf(await notifierOf(channel(url)).send(aMessage(), never()))
        expect(refusal).toMatchObject({ permanent: false, error: expect.stringMatching(/\S/) })
      }
    })

    test('ends with its time where the service says nothing', async () => {
      const { url, state, asked } = await aStandIn(service)
      state.service = 'silent'
      const stop = new AbortController()
      const sending = notifierOf(channel(url)).send(aMessage(), stop.signal)
      sending.catch(() => {})
      while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve))
      stop.abort(new Error('no answer in 30 s'))
      await expect(sending).rejects.toThrow('no answer in 30 s')
    })

    test('reports no secret, even of a service that repeats all it is sent', async () => {
      const { url, state } = await aStandIn(service)
      for (const status of [400, 500])
        for (const isJson of [true, false]) {
          state.service = ({ path, headers, text }) => {
            const echo = `${headers.authorization ?? headers['x-gotify-key'] ?? ''} ${path} ${text}`.slice(
              0,
              150,
            )
            return { status, body: isJson ? { error: echo, message: text.slice(0, 150) } : echo }
          }
          const { error } = refusalOf(await notifierOf(channel(url)).send(aMessage(), never()))
          for (const secret of [...secrets, acknowledgeToken]) {
            expect(error).not.toContain(secret)
            expect(error).not.toContain(encodeURIComponent(secret))
            expect(error).not.toContain(btoa(secret))
          }
        }
    })
  })
}
