import { createServer } from 'node:https'
import { createServer as createTls } from 'node:tls'
import { WebSocketServer } from 'ws'
import { afterAll, describe, expect, test } from 'vitest'
import { probe } from '../../collector/probes/index.ts'
import { certificateAuthority, type CertificatePair } from './certificates.ts'
import { anHttp, aTls, aWebsocket } from './builders.ts'
import { listen, tcpServer } from './servers.ts'

const day = 86_400_000
const testAuthority = certificateAuthority()
afterAll(() => testAuthority?.close())

const httpsServer = async (pair: CertificatePair): Promise<number> =>
  listen(createServer(pair, (_, response) => response.end('fine')))

if (!testAuthority) test.skip('certificates: the openssl program is missing', () => {})
else
  describe('certificates', () => {
    const { ca, sign, signBelow } = testAuthority
    const good = sign('IP:127.0.0.1,DNS:status.example', 20)
    const expired = sign('IP:127.0.0.1', -2)
    const elsewhere = sign('DNS:elsewhere.example', 20)
    const trusting = { ca: [ca] }

    test('that are good tell when they expire', async () => {
      const port = await httpsServer(good)
      const outcomes = await Promise.all([
        probe(anHttp({ url: `https://127.0.0.1:${port}/`, expect: { bodyContains: 'fine' } }), trusting),
        probe(aTls({ port }), trusting),
      ])
      for (const outcome of outcomes) {
        expect(outcome.health).toBe('up')
        expect(outcome.phases?.tls).toBeGreaterThan(0)
        expect(Math.abs((outcome.certificateExpiresAt ?? 0) - Date.now() - 20 * day)).toBeLessThan(60_000)
      }
    })

    test('with too few days left are degraded, with no day left too, by the clock given', async () => {
      const port = await httpsServer(good)
      const monitor = anHttp({ url: `https://127.0.0.1:${port}/`, expect: { certificateDays: 14 } })
      expect(await probe(monitor, trusting)).toMatchObject({ health: 'up' })
      expect(await probe(monitor, { ...trusting, now: Date.now() + 7 * day })).toMatchObject({
        health: 'degraded',
        fault: {
          code: 'certificate_expiring',
          detail: expect.stringMatching(/in 1[23] days, fewer than 14/),
        },
      })
    })

    test('that have expired are down, and still tell when', async () => {
      const outcome = await probe(
        anHttp({ url: `https://127.0.0.1:${await httpsServer(expired)}/` }),
        trusting,
      )
      expect(outcome).toMatchObject({
        health: 'down',
        fault: { code: 'certificate', detail: expect.stringContaining('expired') },
      })
      expect(outcome.certificateExpiresAt).toBeLessThan(Date.now())
    })

    test('tell the earliest expiry on the way to the authority: an intermediate ends before its leaf', async () => {
      const port = await httpsServer(signBelow('IP:127.0.0.1', 20, 5))
      for (const monitor of [
        anHttp({ url: `https://127.0.0.1:${port}/`, expect: { certificateDays: 14 } }),
        aTls({ port, expect: { certificateDays: 14 } }),
      ])
        expect(await probe(monitor, trusting)).toMatchObject({
          health: 'degraded',
          fault: { code: 'certificate_expiring', detail: expect.stringMatching(/in [45] days/) },
        })
    })

    test('of a peer that insists on a protocol of its own are read, since tls offers none', async () => {
      const server = createTls({ ...good, ALPNProtocols: ['dot'] }, (socket) => void socket.resume())
      server.on('tlsClientError', () => {})
      const port = await listen(server)
      expect(await probe(aTls({ port }), trusting)).toMatchObject({ health: 'up' })
      expect(await probe(anHttp({ url: `https://127.0.0.1:${port}/` }), trusting)).toMatchObject({
        health: 'down',
        fault: { code: 'tls' },
      })
    })

    test('that nobody here trusts are down, and nothing is sent over such a connection', async () => {
      let requests = 0
      const server = createServer(good, (_, response) => void (requests++, response.end()))
      const port = await listen(server)
      const outcome = await probe(
        anHttp({ url: `https://127.0.0.1:${port}/`, headers: { authorization: 'secret' } }),
      )
      expect(outcome).toMatchObject({ health: 'down', fault: { code: 'certificate' } })
      expect(requests).toBe(0)
    })

    test('for another name are down', async () => {
      const port = await httpsServer(elsewhere)
      const detail = 'the certificate is not for 127.0.0.1'
      for (const monitor of [anHttp({ url: `https://127.0.0.1:${port}/` }), aTls({ port })])
        expect(await probe(monitor, trusting)).toMatchObject({
          health: 'down',
          fault: { code: 'certificate', detail },
        })
      expect(await probe(aTls({ port, servername: 'elsewhere.example' }), trusting)).toMatchObject({
        health: 'up',
      })
    })

    test('are asked for by the name given', async () => {
      const names: string[] = []
      const server = createTls({ ...good, SNICallback: (name, done) => (names.push(name), done(null)) })
      server.on('tlsClientError', () => {})
      const port = await listen(server)
      expect(await probe(aTls({ port, servername: 'status.example' }), trusting)).toMatchObject({
        health: 'up',
      })
      expect(await probe(aTls({ port, servername: 'status.example.' }), trusting)).toMatchObject({
        health: 'up',
      })
      expect(await probe(aTls({ port }), trusting)).toMatchObject({ health: 'up' })
      expect(names).toEqual(['status.example', 'status.example'])
    })

    test('protect a WebSocket as well', async () => {
      const server = createServer(good)
      new WebSocketServer({ server }).on('connection', (socket) => socket.send('hello'))
      const url = `wss://127.0.0.1:${await listen(server)}/`
      const monitor = aWebsocket({ url, expect: { bodyContains: 'hello', certificateDays: 30 } })
      expect(await probe(monitor, trusting)).toMatchObject({
        health: 'degraded',
        fault: { code: 'certificate_expiring' },
      })
      expect(await probe(monitor)).toMatchObject({ health: 'down', fault: { code: 'certificate' } })
    })
  })

test('a peer that speaks no TLS fails the handshake', async () => {
  const port = await tcpServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  expect(await probe(aTls({ port }))).toMatchObject({ health: 'down', fault: { code: 'tls' } })
})
