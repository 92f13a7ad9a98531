import { generateKeyPairSync } from 'node:crypto'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { afterEach, expect, test, vi } from 'vitest'
import { createMailer } from '../../collector/channels/email/mailer.ts'
import { createNotifier } from '../../collector/channels/index.ts'
import { wordsOf } from '../../collector/core/i18n/dictionaries.ts'
import { en } from '../../collector/core/i18n/en/index.ts'
import type { Channel } from '../../collector/core/config/channel.ts'
import type { OutgoingMail } from '../../collector/core/delivery/mailer.ts'
import type { TeamMessage } from '../../collector/core/delivery/message.ts'
import { type MailServer, smtpError, startMailServer } from './smtp-fixture.ts'

type EmailChannel = Extract<Channel, { kind: 'email' }>
const never = new AbortController().signal

const aChannel = (port: number, more: Partial<EmailChannel> = {}): EmailChannel => ({
  name: 'email',
  kind: 'email',
  baseUrl: null,
  smtp: `smtp://127.0.0.1:${port}`,
  from: 'État <etat@example.com>',
  to: ['team@example.com', 'Ada <ada@example.org>'],
  replyTo: null,
  dkim: null,
  news: ['incidents'],
  ...more,
})

const aMail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  to: 'reader@example.net',
  subject: 'API indisponible – Enquête en cours',
  text: 'Nous regardons.\n',
  html: '<p>Nous regardons.</p>',
  headers: { 'Message-ID': '<one@status.example.com>', 'Auto-Submitted': 'auto-generated' },
  ...more,
})

const closes: (() => void)[] = []
afterEach(() => closes.splice(0).forEach((close) => close()))

function aMailer(port: number, more: Partial<EmailChannel> = {}) {
  const mailer = createMailer(aChannel(port, more), { secrets: ['hunter22'] })
  closes.push(mailer.close)
  return mailer
}

/** What a server that answers this way makes of a mail. */
async function refusedBy(options: Parameters<typeof startMailServer>[0], more: Partial<EmailChannel> = {}) {
  const { port } = await startMailServer(options)
  return aMailer(port, more).send(aMail(), never)
}

test('a mail arrives with its headers, both parts and what is attached', async () => {
  const server = await startMailServer()
  const attachments = [
    { filename: 'a.ics', contentType: 'text/calendar; method=PUBLISH', content: 'BEGIN:VCALENDAR' },
  ]
  expect(await aMailer(server.port).send(aMail({ attachments }), never)).toEqual({ outcome: 'sent' })
  const [{ from, to, parsed }] = server.mails as [MailServer['mails'][number]]
  expect([from, to]).toEqual(['etat@example.com', ['reader@example.net']])
  expect(parsed.subject).toBe('API indisponible – Enquête en cours')
  expect(parsed.from?.value[0]).toMatchObject({ name: 'État', address: 'etat@example.com' })
  expect(parsed.messageId).toBe('<one@status.example.com>')
  expect(parsed.text).toBe('Nous regardons.\n')
  expect(parsed.html).toContain('<p>Nous regardons.</p>')
  expect(parsed.attachments.map(({ contentType, filename }) => [contentType, filename])).toEqual([
    ['text/calendar', 'a.ics'],
  ])
})

test('mails go one after the other over connections that are kept', async () => {
  const server = await startMailServer()
  const mailer = aMailer(server.port)
  for (let i = 0; i < 20; i++) await mailer.send(aMail(), never)
  expect([server.mails.length, server.connections()]).toEqual([20, 1])
})

test('a signature holds in the eyes of another program', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const server = await startMailServer()
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const mailer = aMailer(server.port, { dkim: { domain: 'example.com', selector: 'vigie', key } })
  await mailer.send(
    aMail({
      headers: {
        'List-Unsubscribe': '<https://status.example.com/unsubscribe?token=a>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }),
    never,
  )
  const record = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const { results } = await dkimVerify(Buffer.from(server.mails[0]!.raw, 'latin1'), {
    resolver: (name: string) =>
      name === 'vigie._domainkey.example.com'
        ? Promise.resolve([[`v=DKIM1; k=rsa; p=${record}`]])
        : Promise.resolve([]),
  })
  expect(results.map(({ status, signingDomain }) => [status.result, signingDomain])).toEqual([
    ['pass', 'example.com'],
  ])
  const [, headers = ''] = /^DKIM-Signature:.*?\bh=([^;]*);/ims.exec(server.mails[0]!.raw) ?? []
  expect(headers.toLowerCase()).toContain('list-unsubscribe-post')
})

test.each([
  ['a mailbox that is not there', 550, '5.1.1 No such user', { permanent: true, recipientRefused: true }],
  ['a mailbox that is full for now', 452, '4.2.2 Mailbox full', { permanent: false }],
  ['greylisting', 451, '4.7.1 Greylisted, come back in 5 minutes', { permanent: false }],
  ['a policy against the sender', 554, '5.7.1 Client host blocked', { permanent: true }],
  ['an answer without an enhanced code', 550, 'unknown user', { permanent: true, recipientRefused: true }],
])('%s is refused as what it is', async (_, code, words, expected) => {
  const result = await refusedBy({
    onRcptTo: (_address, _session, callback) => callback(smtpError(code, words)),
  })
  expect(result).toEqual({
    outcome: 'refused',
    retryAfter: null,
    error: `the mail server answered to RCPT: ${code} ${words}`,
    ...expected,
  })
})

test('a server that refuses us, and not the reader, is tried again and counts against nobody', async () => {
  const sender = await refusedBy({
    onMailFrom: (_address, _session, callback) => callback(smtpError(550, '5.7.1 Sender rejected')),
  })
  const greeting = await refusedBy({
    onConnect: (_session, callback) => callback(smtpError(554, '5.7.1 No service for you')),
  })
  for (const result of [sender, greeting]) {
    expect(result).toMatchObject({ outcome: 'refused', permanent: false })
    expect(result).not.toHaveProperty('recipientRefused')
  }
})

test('wrong credentials are told without them', async () => {
  const { port } = await startMailServer({
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, callback) =>
      callback(smtpError(535, `5.7.8 wrong password ${password}`)),
  })
  const result = await aMailer(port, { smtp: `smtp://vigie:hunter22@127.0.0.1:${port}` }).send(aMail(), never)
  expect(result).toMatchObject({ outcome: 'refused', permanent: false })
  expect(JSON.stringify(result)).toContain('535')
  expect(JSON.stringify(result)).not.toContain('hunter22')
})

test('a password is not sent to another machine before TLS', async () => {
  const result = await refusedBy({ onAuth: (_auth, _session, callback) => callback(null, { user: 'a' }) }, {})
  expect(result).toEqual({ outcome: 'sent' })
  const port = (await startMailServer()).port
  // The name resolves to loopback, and is another machine's for all we know.
  const away = aMailer(port, { smtp: `smtp://vigie:hunter22@0.0.0.0:${port}` })
  expect(await away.send(aMail(), never)).toMatchObject({ outcome: 'refused', permanent: false })
})

test('a certificate that nobody vouches for is not believed', async () => {
  const { port } = await startMailServer({ secure: true })
  const result = await aMailer(port, { smtp: `smtps://127.0.0.1:${port}` }).send(aMail(), never)
  expect(result).toMatchObject({ outcome: 'refused', permanent: false })
  expect(JSON.stringify(result)).toMatch(/certificate/)
})

test('a connection that breaks in the middle, or is refused, may succeed later', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('220 hello\r\n')
    socket.once('data', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  expect(await aMailer(port).send(aMail(), never)).toMatchObject({ outcome: 'refused', permanent: false })
  await new Promise((resolve) => server.close(resolve))
  expect(await aMailer(port).send(aMail(), never)).toMatchObject({
    outcome: 'refused',
    permanent: false,
    error: 'the mail server: the connection was refused',
  })
})

/** A server that takes mails and never answers to the last line of one; `onTaken` says what it does instead. */
async function aMuteServer(onTaken: (socket: Socket) => void) {
  const state = { taken: 0, open: 0 }
  const server = createServer((socket) => {
    let text = ''
    state.open++
    socket.on('error', () => {})
    socket.on('close', () => state.open--)
    socket.write('220 hello\r\n')
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString('latin1').split(/(?<=\r\n)/)) {
        if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write('250 ok\r\n')
        if (line.startsWith('DATA')) socket.write('354 go on\r\n')
        text = (text + line).slice(-200)
      }
      if (!text.endsWith('\r\n.\r\n')) return
      state.taken++
      onTaken(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closes.push(() => server.close())
  return { port: (server.address() as AddressInfo).port, state }
}

test('a mail that a server took without a word is not handed over again before its time', async () => {
  const { port, state } = await aMuteServer((socket) => socket.destroy())
  expect(await aMailer(port).send(aMail(), never)).toMatchObject({
    outcome: 'refused',
    permanent: false,
    error: 'the mail server: the connection was closed',
  })
  expect(state.taken).toBe(1)
})

test('a mail whose time is up is let go of: it cannot arrive beside the next attempt', async () => {
  const ending = new AbortController()
  const { port, state } = await aMuteServer(() => ending.abort(new Error('no answer in 30 s')))
  // The server says nothing for ever: what ends is ended by us.
  expect(await aMailer(port).send(aMail(), ending.signal)).toMatchObject({
    outcome: 'refused',
    permanent: false,
    error: 'the mail server: no answer in 30 s',
  })
  await vi.waitFor(() => expect(state.open).toBe(0))
})

test('line breaks and marks in a subject make no headers', async () => {
  const server = await startMailServer()
  await aMailer(server.port).send(aMail({ subject: 'Hello\r\nBcc: evil@example.com\r\n\r\nbody' }), never)
  const { parsed, to } = server.mails[0]!
  expect([to, parsed.bcc]).toEqual([['reader@example.net'], undefined])
  expect(parsed.headers.has('bcc')).toBe(false)
})

const teamMessage: TeamMessage = {
  id: 'msg_1',
  topic: 'incident/a',
  locale: 'fr',
  colon: ' : ',
  severity: 'critical',
  action: 'trigger',
  title: '[Essai] API indisponible',
  paragraphs: ['<b>Nous regardons.</b>'],
  details: [{ label: 'Impact', value: 'critique' }],
  link: 'https://status.example.com/incidents/a/',
  acknowledgeLink: 'https://status.example.com/acknowledge?token=t',
  at: 0,
  isTest: true,
  data: {},
}

test('the team gets one mail, addressed to all of it', async () => {
  const server = await startMailServer()
  const notifier = createNotifier(aChannel(server.port), { now: () => 0, secrets: [], words: en.messages })!
  closes.push(() => notifier.close?.())
  expect(await notifier.send(teamMessage, never)).toEqual({ outcome: 'sent' })
  expect(server.mails).toHaveLength(1)
  const { to, parsed } = server.mails[0]!
  expect(to).toEqual(['team@example.com', 'ada@example.org'])
  expect(parsed.subject).toBe('[Essai] API indisponible')
  expect(parsed.text).toContain('https://status.example.com/acknowledge?token=t')
  expect(parsed.text?.split('[Essai]')).toHaveLength(2)
  expect(parsed.html).toContain('&lt;b&gt;Nous regardons.')
})

test('a mail to the team speaks the words of an operator', async () => {
  const server = await startMailServer()
  const words = wordsOf('pt', { pt: { messages: { acknowledge: 'Assumir: {link}' } } }).messages
  const notifier = createNotifier(aChannel(server.port), { now: () => 0, secrets: [], words })!
  closes.push(() => notifier.close?.())
  await notifier.send({ ...teamMessage, locale: 'pt', colon: ' – ' }, never)
  const { parsed } = server.mails[0]!
  expect(parsed.text).toContain('Assumir: https://status.example.com/acknowledge?token=t')
  expect(parsed.text).toContain('Impact – critique')
})

test('a mail to the team is handed over for each of it by itself, and names all', async () => {
  const server = await startMailServer()
  const notifier = createNotifier(aChannel(server.port), { now: () => 0, secrets: [], words: en.messages })!
  closes.push(() => notifier.close?.())
  for (const to of ['team@example.com', 'Ada <ada@example.org>'])
    expect(await notifier.send(teamMessage, never, to)).toEqual({ outcome: 'sent' })
  expect(server.mails.map(({ to }) => to)).toEqual([['team@example.com'], ['ada@example.org']])
  for (const { parsed } of server.mails)
    expect([parsed.to].flat().map((one) => one?.text)).toEqual(['team@example.com, "Ada" <ada@example.org>'])
  expect(new Set(server.mails.map(({ parsed }) => parsed.messageId)).size).toBe(1)
})

test('a channel that names nobody of the team sends it nothing', () => {
  expect(
    createNotifier(aChannel(1, { to: [] }), { now: () => 0, secrets: [], words: en.messages }),
  ).toBeNull()
})
