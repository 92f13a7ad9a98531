import { WebSocketServer } from 'ws'
import { createServer } from 'node:http'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode, encode } from 'dns-packet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probe } from '../../collector/probes/index.ts'
import { caContext } from '../../collector/probes/shared/certificate.ts'
import { probeContract } from './probe-contract.ts'
import { aDns, anHttp, aPing, aPrometheus, aTcp, aTls, aWebsocket } from './builders.ts'
import { certificateAuthority } from './certificates.ts'
import {
  udpServer,
  fullBacklog,
  listen,
  closedPort,
  rawServer,
  tcpServer,
  tlsServer,
  httpServer,
} from './servers.ts'

const silentServer = (): Promise<number> => tcpServer((socket) => void socket.resume())
const garbageBytes = Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 37) % 256))

// Reading the system's authorities happens once in a process, and is not what these tests time.
beforeAll(() => void caContext([]))

probeContract('http', {
  answers: async () => anHttp({ url: await httpServer((_, response) => response.end('fine')) }),
  refused: async () => anHttp({ url: `http://127.0.0.1:${await closedPort()}/` }),
  silent: async () => anHttp({ url: `http://127.0.0.1:${await silentServer()}/` }),
  garbage: async () => anHttp({ url: `http://127.0.0.1:${await rawServer([garbageBytes])}/` }),
})

probeContract('tcp', {
  answers: async () => aTcp({ port: await silentServer() }),
  refused: async () => aTcp({ port: await closedPort() }),
  // A server that accepts connections has answered: a silent one has no room for another.
  silent: async () => aTcp({ port: await fullBacklog() }),
})

const certificates = certificateAuthority()
afterAll(() => certificates?.close())

describe.skipIf(!certificates)('with certificates (skipped where the openssl program is missing)', () => {
  const pair = certificates?.sign('IP:127.0.0.1', 20)
  probeContract(
    'tls',
    {
      answers: async () => aTls({ port: await tlsServer(pair!, (socket) => void socket.resume()) }),
      refused: async () => aTls({ port: await closedPort() }),
      silent: async () => aTls({ port: await silentServer() }),
      garbage: async () => aTls({ port: await tcpServer((socket) => void socket.write(garbageBytes)) }),
    },
    { ca: certificates ? [certificates.ca] : [] },
  )
})

probeContract('dns', {
  answers: async () => aDns({ server: `127.0.0.1:${await udpServer(answerWith('203.0.113.7'))}` }),
  refused: async () => aDns({ server: `127.0.0.1:${await closedPort()}` }),
  silent: async () => aDns({ server: `127.0.0.1:${await udpServer(() => [])}` }),
  garbage: async () => aDns({ server: `127.0.0.1:${await udpServer(() => [garbageBytes])}` }),
})

probeContract('websocket', {
  answers: async () =>
    aWebsocket({ url: await echoServer(), send: 'ping', expect: { bodyContains: 'ping' } }),
  refused: async () => aWebsocket({ url: `ws://127.0.0.1:${await closedPort()}` }),
  silent: async () => aWebsocket({ url: `ws://127.0.0.1:${await silentServer()}` }),
  garbage: async () => aWebsocket({ url: `ws://127.0.0.1:${await rawServer([garbageBytes])}` }),
})

probeContract('prometheus', {
  answers: async () =>
    aPrometheus({
      url: await httpServer((_, response) =>
        response.end('{"status":"success","data":{"resultType":"scalar","result":[1,"0.02"]}}'),
      ),
    }),
  refused: async () => aPrometheus({ url: `http://127.0.0.1:${await closedPort()}` }),
  silent: async () => aPrometheus({ url: `http://127.0.0.1:${await silentServer()}` }),
  garbage: async () => aPrometheus({ url: await httpServer((_, response) => response.end('<html>')) }),
})

/** A program named ping in a folder of its own: what is tested is how we deal with a process, whatever it is. */
describe.skipIf(process.platform === 'win32')('with a program in place of ping', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-ping-'))
  const before = process.env['PATH']
  const write = (lines: string): void => {
    writeFileSync(join(folder, 'ping'), `#!/bin/sh\n${lines}\n`)
    chmodSync(join(folder, 'ping'), 0o755)
  }
  beforeAll(() => void (process.env['PATH'] = `${folder}:${before}`))
  afterAll(() => {
    process.env['PATH'] = before
    rmSync(folder, { recursive: true })
  })
  probeContract('ping', {
    answers: async () => {
      write('echo "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.043 ms"')
      return aPing()
    },
    silent: async () => {
      write('exec sleep 20')
      return aPing()
    },
  })
})

const hasPing = ((): boolean => {
  try {
    execFileSync('ping', ['-n', '-c', '1', '127.0.0.1'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

test.skipIf(!hasPing)(
  'the real ping answers for this very machine (skipped where it is missing)',
  async () => {
    expect(await probe(aPing())).toMatchObject({ health: 'up' })
    expect(await probe(aPing({ host: 'nothing.invalid' }))).toMatchObject({
      health: 'down',
      fault: { code: 'dns' },
    })
  },
)

function answerWith(address: string) {
  return (message: Buffer): Buffer[] => {
    const { id, questions } = decode(message)
    const answers = questions.map(({ type, name }) => ({ type, name, ttl: 60, data: address }))
    return [encode({ type: 'response', id, flags: 0, questions, answers })]
  }
}

async function echoServer(): Promise<string> {
  const server = createServer()
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.on('message', (data: Buffer) => socket.send(data.toString()))
  })
  return `ws://127.0.0.1:${await listen(server)}`
}
