import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forTelephones, segmentCount } from '../../collector/channels/sms/segments.ts'
import { smsText } from '../../collector/channels/sms/text.ts'
import { aMessage, channelContract, notifierOf } from './contract.ts'
import { type StandInRequest, aStandIn, answering, demand, known } from './stand-in.ts'

const account = `AC${'0123456789abcdef'.repeat(2)}`
const token = 'fedcba9876543210fedcba9876543210'
const twilioRefusal = (status: number, code: number, message: string) => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
})
const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`
/** Twilio as its Messages resource judges. */
const twilio = (request: StandInRequest) => {
  demand(request.headers.authorization === authorization, twilioRefusal(401, 20003, 'Authenticate'))
  demand(
    request.path === `/2010-04-01/Accounts/${account}/Messages.json`,
    twilioRefusal(404, 20404, 'not found'),
  )
  demand(
    request.headers['content-type'] === 'application/x-www-form-urlencoded',
    twilioRefusal(400, 21603, "A 'From' phone number is required"),
  )
  const form = known(
    Object.fromEntries(new URLSearchParams(request.text)),
    ['To', 'From', 'Body'],
    twilioRefusal(400, 20001, 'Unknown parameter'),
  )
  demand(/^\+\d{6,15}$/.test(form['To']), twilioRefusal(400, 21211, "Invalid 'To' Phone Number"))
  demand(
    form['To'] !== '+33600000000',
    twilioRefusal(400, 21610, 'Attempt to send to unsubscribed recipient'),
  )
  demand(
    form['Body'].length >= 1 && form['Body'].length <= 1600,
    twilioRefusal(400, 21617, 'exceeds the limit'),
  )
  return { status: 201, body: { sid: 'SM0123', status: 'queued' } }
}
const channel = (url: string, to = ['+33612345678', '+33687654321']) =>
  ({
    name: 'sms',
    news: [],
    kind: 'sms',
    provider: 'twilio',
    account,
    token,
    from: 'Acme',
    to,
    baseUrl: url,
  }) as const
const signal = new AbortController().signal

channelContract('sms', {
  service: twilio,
  channel,
  stranger: (url) => ({ ...channel(url), token: 'another-token' }),
  busy: {
    answer: { ...twilioRefusal(429, 20429, 'Too Many Requests'), headers: { 'retry-after': '4' } },
    wait: 4_000,
  },
  read: ({ text }) => new URLSearchParams(text).get('Body')!,
  secrets: [account, token, authorization.slice(6)],
})

test('a number that is refused keeps nobody else from being told, and is tried again by itself', async () => {
  const { url, asked } = await aStandIn(answering(twilio))
  const notifier = notifierOf(channel(url, ['+33600000000', '+33612345678']))
  for (const to of [undefined, '+33600000000'])
    expect(await notifier.send(aMessage(), signal, to)).toMatchObject({
      permanent: true,
      error: '…000 answered 400: Attempt to send to unsubscribed recipient',
    })
  const numbers = asked.map(({ text }) => new URLSearchParams(text).get('To'))
  expect(numbers).toEqual(['+33600000000', '+33612345678', '+33600000000'])
})

describe('segments', () => {
  test('are 160 characters of GSM-7, of which its extension takes two, or 70 of everything else', () => {
    expect(segmentCount('é'.repeat(160))).toBe(1)
    expect(segmentCount('é'.repeat(161))).toBe(2)
    expect(segmentCount('€'.repeat(80))).toBe(1)
    expect(segmentCount('€'.repeat(81))).toBe(2)
    expect(segmentCount('ê'.repeat(70))).toBe(1)
    expect(segmentCount('ê'.repeat(71))).toBe(2)
    expect(segmentCount('😀'.repeat(36))).toBe(2)
  })

  test('are not wasted on typography, nor on accents where those cost more', () => {
    expect(forTelephones('L’API – « hors service »…')).toBe(`L'API - " hors service "...`)
    expect(forTelephones('Arrêt du cœur')).toBe('Arrêt du cœur')
    const long = 'Arrêt complet du service : être connecté échoue, ça dure depuis midi déjà. '
      .repeat(2)
      .trim()
    expect(forTelephones(long)).toContain('Arret complet du service : etre connecté échoue, ca dure')
    expect(segmentCount(forTelephones(long))).toBe(1)
    expect(forTelephones('Служба недоступна '.repeat(10))).toContain('Служба')
  })
})

describe('an SMS', () => {
  test('is one segment with the whole link where the two can be', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 400 }),
        fc.array(fc.string({ maxLength: 400 })),
        (title, paragraphs) => {
          const message = aMessage({ title: `T${title}`, paragraphs, acknowledgeLink: null })
          const text = smsText(message)
          expect(text.endsWith(` ${message.link}`)).toBe(true)
          expect(segmentCount(text)).toBe(1)
        },
      ),
    )
  })

  test('says as much as there is room for', () => {
    const paragraphs = ['Pas de réponse de la région de Paris depuis 3 min.']
    expect(smsText(aMessage({ paragraphs }))).toBe(
      `P1 - API : indisponible - En cours d'analyse: Pas de réponse de la région de Paris depu... ${aMessage().acknowledgeLink}`,
    )
    expect(smsText(aMessage({ link: null, acknowledgeLink: null }))).toBe(
      "P1 - API : indisponible - En cours d'analyse: Pas de réponse depuis 3 min.",
    )
  })
})
