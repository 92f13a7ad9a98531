import { decode, encode, streamEncode, TRUNCATED_RESPONSE } from 'dns-packet'
import type { Answer } from 'dns-packet'
import { createServer } from 'node:net'
import { createSocket } from 'node:dgram'
import { describe, expect, test } from 'vitest'
import type { DnsType } from '../../collector/core/monitoring/monitor.ts'
import { formatRecord, normalizeRecord, queryName } from '../../collector/probes/dns/format-record.ts'
import { probe } from '../../collector/probes/index.ts'
import { aDns } from './builders.ts'
import { afterTest, udpServer, listen } from './servers.ts'

const reply = (
  message: Buffer,
  data: readonly (unknown | Answer)[],
  flags = 0,
): Parameters<typeof encode>[0] => {
  const { id, questions } = decode(message)
  const [question] = questions
  const answers = data.map((each) =>
    each !== null && typeof each === 'object' && 'data' in each && 'name' in each
      ? (each as Answer)
      : { type: question!.type, name: question!.name, ttl: 60, data: each },
  )
  return { type: 'response', id, flags, questions, answers }
}

const nameServer = async (...data: unknown[]): Promise<string> =>
  `127.0.0.1:${await udpServer((message) => [encode(reply(message, data))])}`

describe('records', () => {
  test.each<[DnsType, unknown, string]>([
    ['A', '203.0.113.7', '203.0.113.7'],
    ['AAAA', '2001:db8::7', '2001:0DB8:0:0:0:0:0:7'],
    ['CNAME', 'Web.example', 'web.example.'],
    ['MX', { preference: 10, exchange: 'mail.example' }, '10 Mail.example.'],
    ['NS', 'ns1.example', 'ns1.example'],
    ['TXT', ['v=spf1 ', '-ALL'], '"v=spf1 -ALL"'],
    ['TXT', ['v=DKIM1; p=abc', 'def'], '"v=DKIM1; p=abc" "def"'],
    ['TXT', ['say "hi" \\o/'], '"say \\"hi\\" \\\\o/"'],
    ['TXT', ['clé=é'], 'clé=é'],
    ['TXT', ['clé=é'], '"cl\\195\\169=\\195\\169"'],
    ['TXT', [Buffer.from('caf\u00e9', 'latin1')], '"caf\\233"'],
    ['CNAME', 'xn--mnchen-3ya.example', 'München.example.'],
    ['MX', { preference: 10, exchange: 'xn--mnchen-3ya.example' }, '10 münchen.example'],
    ['SRV', { priority: 1, weight: 2, port: 443, target: 'a.example' }, '1 2 443 a.example.'],
    ['CAA', { flags: 0, tag: 'issue', value: 'letsencrypt.org' }, '0 issue "letsencrypt.org"'],
    ['PTR', 'host.example', 'host.example'],
    [
      'SOA',
      { mname: 'ns.example', rname: 'root.example', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 },
      'ns.example. root.example. 1 2 3 4 5',
    ],
  ])('of type %s are compared as they are written', async (type, data, record) => {
    const monitor = aDns({ type, server: await nameServer(data), expect: { records: [record] } })
    expect(await probe(monitor)).toMatchObject({ health: 'up' })
    const other = await probe({ ...monitor, expect: { records: ['something else'] } })
    expect(other).toMatchObject({ health: 'down', fault: { code: 'records' } })
  })

  test('must be that very set, in any order', async () => {
    const two = await nameServer('203.0.113.8', '203.0.113.7')
    const records = ['203.0.113.7', '203.0.113.8']
    expect(await probe(aDns({ server: two, expect: { records } }))).toMatchObject({ health: 'up' })
    const fewer = await probe(aDns({ server: two, expect: { records: ['203.0.113.7'] } }))
    expect(fewer.fault?.detail).toContain('not expected "203.0.113.8"')
    const more = await probe(aDns({ server: two, expect: { records: [...records, '203.0.113.9'] } }))
    expect(more.fault?.detail).toContain('missing "203.0.113.9"')
  })

  test('that are told apart far behind their beginning are shown from there on', async () => {
    const key = (end: string): string => `v=DKIM1; k=rsa; p=${'A'.repeat(200)}${end}`
    const monitor = aDns({
      type: 'TXT',
      server: await nameServer([key('QQ')], ['v=spf1 -all']),
      expect: { records: [key('XX'), 'v=spf1 -all'] },
    })
    const { fault } = await probe(monitor)
    expect(fault?.detail).toMatch(/missing "…A+XX".*not expected "…A+QQ"/)
  })

  test('are read alike whether a server or the system is asked, which gives each byte as a character', () => {
    const expected = normalizeRecord('TXT', 'clé=é')
    expect(formatRecord('TXT', [Buffer.from('clé='), Buffer.from('é')])).toBe(expected)
    expect(formatRecord('TXT', [Buffer.from('clé=').toString('latin1'), 'Ã©'])).toBe(expected)
  })

  test('behind an alias are found, and the alias is not taken for one', async () => {
    const chain = [
      { type: 'CNAME', name: 'www.example', data: 'web.example' },
      { type: 'A', name: 'web.example', data: '203.0.113.7' },
    ]
    const monitor = aDns({ server: await nameServer(...chain), expect: { records: ['203.0.113.7'] } })
    expect(await probe(monitor)).toMatchObject({ health: 'up' })
  })

  test('are missing when there are none', async () => {
    expect(await probe(aDns({ server: await nameServer() }))).toMatchObject({
      health: 'down',
      fault: { code: 'dns' },
    })
  })

  test('of an address are asked for by its name under arpa', () => {
    expect(queryName('PTR', '203.0.113.7')).toBe('7.113.0.203.in-addr.arpa')
    expect(queryName('PTR', '2001:db8::7')).toBe(
      '7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
    )
    expect(queryName('A', '203.0.113.7')).toBe('203.0.113.7')
  })
})

describe('a name server', () => {
  test.each([
    [3, 'NXDOMAIN'],
    [2, 'SERVFAIL'],
    [5, 'REFUSED'],
  ])('that answers with error %i (%s) is down', async (rcode, word) => {
    const port = await udpServer((message) => [encode(reply(message, [], rcode))])
    const { health, fault } = await probe(aDns({ server: `127.0.0.1:${port}` }))
    expect({ health, code: fault?.code }).toEqual({ health: 'down', code: 'dns' })
    expect(fault?.detail).toContain(word)
  })

  test('is not believed when the id or the question is another, and the true answer still counts', async () => {
    const port = await udpServer((message) => {
      const truth = reply(message, ['203.0.113.7'])
      const forged = { ...truth, id: (truth.id + 1) % 65_536, answers: [] }
      const other = { ...truth, questions: [{ type: 'A', name: 'evil.example' }] }
      return [encode(forged), encode(other), Buffer.from('noise'), message, encode(truth)]
    })
    const monitor = aDns({ server: `127.0.0.1:${port}`, expect: { records: ['203.0.113.7'] } })
    expect(await probe(monitor)).toMatchObject({ health: 'up' })
  })

  test('to which there is no way is down, and nothing else comes of it', async () => {
    const { health, fault } = await probe(aDns({ server: '255.255.255.255:53' }))
    expect([health, fault?.code]).toEqual(['down', 'unreachable'])
    // Without IPv6 at once, with it after the timeout.
    expect(await probe(aDns({ server: '[2001:db8::1]:53', timeout: 1_000 }))).toMatchObject({
      health: 'down',
    })
  })

  test('that loses the first datagram is asked again', async () => {
    let asked = 0
    const port = await udpServer((message) =>
      asked++ === 0 ? [] : [encode(reply(message, ['203.0.113.7']))],
    )
    expect(await probe(aDns({ server: `127.0.0.1:${port}`, timeout: 2_500 }))).toMatchObject({ health: 'up' })
  })

  test('whose answer does not fit is asked over TCP', async () => {
    const all = Array.from({ length: 100 }, (_, index) => `203.0.113.${index}`)
    const port = await listen(
      createServer((socket) => {
        let received = Buffer.alloc(0)
        socket.on('data', (chunk: Buffer) => {
          received = Buffer.concat([received, chunk])
          if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
          const answer = streamEncode(reply(received.subarray(2), all))
          socket.write(answer.subarray(0, 300))
          setTimeout(() => socket.write(answer.subarray(300)), 20)
        })
      }),
    )
    const udp = createSocket('udp4')
    udp.on('message', (message, from) => {
      udp.send(encode(reply(message, all.slice(0, 5), TRUNCATED_RESPONSE)), from.port, from.address)
    })
    await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve))
    afterTest(() => void udp.close())
    const monitor = aDns({ server: `127.0.0.1:${port}`, expect: { records: all } })
    expect(await probe(monitor)).toMatchObject({ health: 'up' })
  })
})
