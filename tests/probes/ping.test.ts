import { expect, test } from 'vitest'
import { probe } from '../../collector/probes/index.ts'
import { pingCommand, parsePingOutput } from '../../collector/probes/ping/probe.ts'
import { aPing } from './builders.ts'

const took = (output: string): number | undefined => parsePingOutput(0, output).took
const code = (output: string): unknown => {
  try {
    return parsePingOutput(1, output)
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : 'ours'
  }
}

test('the round trip is read from what the programs of the world print', () => {
  expect(took('64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.043 ms')).toBe(0.043)
  expect(took('64 bytes from 192.0.2.1: seq=0 ttl=255 time=12.345 ms')).toBe(12.345)
  expect(took('Reply from 192.0.2.1: bytes=32 time<1ms TTL=128')).toBe(1)
})

test('what it says without a reply tells why', () => {
  expect(code('ping: nothing.invalid: Name or service not known')).toBe('dns')
  expect(code("ping: bad address 'nothing.invalid'")).toBe('dns')
  expect(code('From 192.0.2.9 icmp_seq=1 Destination Host Unreachable')).toBe('unreachable')
  expect(code('1 packets transmitted, 0 received, 100% packet loss')).toBe('timeout')
  expect(code('ping: socktype: SOCK_RAW\nping: socket: Operation not permitted')).toBe('ours')
})

test('a missing program is our trouble, not the target’s, and says what to install', async () => {
  const before = process.env['PATH']
  process.env['PATH'] = '/nowhere'
  try {
    const outcome = await probe(aPing())
    expect(outcome).toMatchObject({ health: 'unknown', fault: { code: 'internal' } })
    expect(outcome.fault?.detail).toContain('install')
  } finally {
    process.env['PATH'] = before
  }
})

test('a host can be neither an option nor a command', async () => {
  expect(await probe(aPing({ host: '-f' }))).toMatchObject({ health: 'unknown', fault: { code: 'internal' } })
  expect(await probe(aPing({ host: '127.0.0.1; sleep 9' }))).not.toMatchObject({ health: 'up' })
})

test('each platform is spoken to in its own way', () => {
  expect(pingCommand('192.0.2.1', 'linux')).toEqual(['ping', ['-4', '-n', '-c', '1', '192.0.2.1']])
  expect(pingCommand('::1', 'darwin')).toEqual(['ping6', ['-n', '-c', '1', '::1']])
  expect(pingCommand('a.example', 'win32')).toEqual(['ping', ['-n', '1', 'a.example']])
})
