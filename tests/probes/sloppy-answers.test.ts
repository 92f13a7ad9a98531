import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { probe } from './both-clients.ts'
import { anHttp } from './builders.ts'
import { httpServer, rawServer, tcpServer } from './servers.ts'

const urlOf = (port: number): string => `http://127.0.0.1:${port}/`
const ok = 'Content-Length: 2\r\n\r\nok'
const chunked = '2\r\nok\r\n0\r\n\r\n'
const answer = (head: string, body: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nConnection: close\r\n${head}\r\n\r\n`), Buffer.from(body)])
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

describe('an answer that clients in general read is up:', () => {
  test.each([
    ['100 Continue nobody asked for', `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${ok}`],
    [
      'two interim answers',
      `HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n${ok}`,
    ],
    ['empty lines before the answer', `\r\n\r\nHTTP/2 200\r\n${ok}`],
    [
      'ninety interim answers',
      `${'HTTP/1.1 103 E\r\nLink: </a>\r\n\r\n'.repeat(90)}HTTP/1.1 200 OK\r\n${ok}`,
    ],
    ['white space after a length', 'HTTP/1.1 200 OK\r\nContent-Length: 2 \r\n\r\nok'],
    ['a length twice', `HTTP/1.1 200 OK\r\nContent-Length: 2\r\n${ok}`],
    ['a length as a list', 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok'],
    [
      'a length and chunks',
      `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    ],
    [
      'chunks and a length',
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n${chunked}`,
    ],
    [
      'white space after a chunk’s size',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2  \r\nok\r\n0\r\n\r\n',
    ],
    ['line ends of one byte', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok'],
    ['white space before a colon', `HTTP/1.1 200 OK\r\nServer : x\r\n${ok}`],
    ['a folded field', `HTTP/1.1 200 OK\r\nX-Long: a\r\n b\r\n${ok}`],
    ['a control character', `HTTP/1.1 200 OK\r\nX-A: a\u0001b\r\n${ok}`],
    ['a field without a name', `HTTP/1.1 200 OK\r\n: x\r\n${ok}`],
    ['a later version', `HTTP/2 200\r\n${ok}`],
    ['identity as a transfer coding', `HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n${ok}`],
    ['a version in small letters', `http/1.1 200 OK\r\n${ok}`],
    ['two spaces before the status', `HTTP/1.1  200 OK\r\n${ok}`],
    ['a status and its words in one', `HTTP/1.1 200OK\r\n${ok}`],
    ['two carriage returns in a line end', 'HTTP/1.1 200 OK\r\r\nContent-Length: 2\r\r\n\r\r\nok'],
    ['a length with a sign', 'HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok'],
    ['a length with words', 'HTTP/1.1 200 OK\r\nContent-Length: 2 bytes\r\n\r\nok'],
    ['a length and the same with zeros', `HTTP/1.1 200 OK\r\nContent-Length: 02\r\n${ok}`],
    ['a list of lengths that ends early', 'HTTP/1.1 200 OK\r\nContent-Length: 2,\r\n\r\nok'],
    ['a length beside one that is empty', `HTTP/1.1 200 OK\r\nContent-Length: \r\n${ok}`],
    ['a transfer coding that is empty', `HTTP/1.1 200 OK\r\nTransfer-Encoding: \r\n${ok}`],
    ['identity beside chunks', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\n${chunked}`],
    [
      'white space in a chunk’s extension',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2 ; a = "b;c"\r\nok\r\n0 ;d\r\n\r\n',
    ],
    ['chunks whose lines end in LF', 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\no\n1\nk\n0\n\n'],
    [
      'trailers that are no fields',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum : a\u0001\r\nnonsense\r\n\r\n',
    ],
    ['40 KB of headers', `HTTP/1.1 200 OK\r\nX-Policy: ${'a'.repeat(40_000)}\r\n${ok}`],
    ['more than was announced', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more'],
  ])('%s', async (_, sent) => {
    const whole = await rawServer([sent])
    const monitor = { expect: { bodyMatches: '^ok$' } }
    expect(await probe(anHttp({ url: urlOf(whole), ...monitor }))).toMatchObject({ health: 'up' })
    // The same a byte at a time, as a network may cut it.
    const cut = await tcpServer((socket) => {
      socket.setNoDelay().once('data', () => {
        for (const byte of Buffer.from(sent.length > 1_000 ? '' : sent)) socket.write(Buffer.of(byte))
        if (sent.length > 1_000) socket.write(sent)
      })
    })
    expect(await probe(anHttp({ url: urlOf(cut), ...monitor }))).toMatchObject({ health: 'up' })
  })

  test.each([
    ['bare deflate', 'Content-Encoding: deflate', deflateRawSync('le service est opérationnel')],
    ['deflate in its envelope', 'Content-Encoding: deflate', deflateSync('le service est opérationnel')],
    ['gzip twice', 'Content-Encoding: gzip, gzip', gzipSync(gzipSync('opérationnel'))],
    ['a coding called none', 'Content-Encoding: none', 'opérationnel'],
    ['a charset as a coding', 'Content-Encoding: UTF-8', 'opérationnel'],
    ['a coding with a weight', 'Content-Encoding: gzip;q=1.0', gzipSync('opérationnel')],
    ['deflate under its old name', 'Content-Encoding: x-deflate', deflateSync('opérationnel')],
    ['gzip that is called deflate', 'Content-Encoding: deflate', gzipSync('opérationnel')],
    [
      'gzip in two members',
      'Content-Encoding: gzip',
      Buffer.concat([gzipSync('opération'), gzipSync('nel')]),
    ],
    [
      'gzip with more behind it',
      'Content-Encoding: gzip',
      Buffer.concat([gzipSync('opérationnel'), latin1('more')]),
    ],
    ['a media type as a coding', 'Content-Encoding: text/html', 'opérationnel'],
    ['a transfer coding of mail as a coding', 'Content-Encoding: 8bit', 'opérationnel'],
    ['a coding of a store as a coding', 'Content-Encoding: aws-chunked', 'opérationnel'],
    ['gzip as a transfer coding', 'Transfer-Encoding: gzip', gzipSync('opérationnel')],
    ['a charset in single quotes', "Content-Type: text/html; charset='iso-8859-1'", latin1('opérationnel')],
    ['a charset told in meta', 'Content-Type: text/html', latin1('<meta charset="iso-8859-1">opérationnel')],
    [
      'a charset told in http-equiv',
      'Content-Type: text/html',
      latin1('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">opérationnel'),
    ],
    [
      'a charset told in the XML declaration',
      'Content-Type: text/xml',
      latin1('<?xml version="1.0" encoding="ISO-8859-1"?><etat>opérationnel</etat>'),
    ],
    ['a charset of another name', 'Content-Type: text/html; charset=latin-1', latin1('opérationnel')],
    ['a charset of no name', 'Content-Type: text/html', latin1('opérationnel')],
    [
      'a charset told far down',
      'Content-Type: text/html',
      latin1(`<!doctype html>${' '.repeat(2_000)}<meta charset=iso-8859-1>opérationnel`),
    ],
    [
      'another charset in a comment',
      'Content-Type: text/html',
      '<!-- <meta charset=iso-8859-1> --><meta charset=utf-8>opérationnel',
    ],
    [
      'UTF-16 told in the XML declaration, without a mark',
      'Content-Type: text/xml',
      Buffer.from('<?xml version="1.0" encoding="UTF-16"?><etat>opérationnel</etat>', 'utf16le'),
    ],
    ['UTF-16 with a mark', 'Content-Type: text/plain', Buffer.from('\ufeffopérationnel', 'utf16le')],
  ])('%s', async (_, head, body) => {
    const port = await rawServer([answer(head, body)], { end: true })
    expect(await probe(anHttp({ url: urlOf(port), expect: { bodyContains: 'opérationnel' } }))).toMatchObject(
      {
        health: 'up',
      },
    )
  })
})

test('a fault of the parser says what is wrong', async () => {
  const port = await rawServer(['HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'])
  const { fault } = await probe(anHttp({ url: urlOf(port) }))
  expect(fault).toMatchObject({
    code: 'protocol',
    detail: expect.stringMatching(/not HTTP: .*Content-Length/i),
  })
})

test('an answer that is cut short tells how much of it came', async () => {
  const port = await rawServer(['HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok'], { end: true })
  expect(await probe(anHttp({ url: urlOf(port) }))).toMatchObject({
    health: 'down',
    fault: { code: 'reset', detail: 'the connection was closed after 2 of 10 bytes' },
  })
})

test('a password with a percent sign is sent as it is written', async () => {
  const url = await httpServer((request, response) => response.end(request.headers.authorization))
  const authorization = `Basic ${Buffer.from('user:100%é%').toString('base64')}`
  const monitor = anHttp({
    url: url.replace('//', '//user:100%é%25@'),
    expect: { bodyContains: authorization },
  })
  expect(await probe(monitor)).toMatchObject({ health: 'up' })
})
