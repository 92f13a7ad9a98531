// A process of its own that asks a server as `pipelining.ts` tells it: what a client works is none of the server's delay.
import { once } from 'node:events'
import { type IncomingMessage, get } from 'node:http'
import { connect } from 'node:net'

/** What to ask, and whom. */
export type PipelineOrder = {
  readonly port: number
  /** What one connection asks for at once. */
  readonly requests: number
  /** Visits of another client before anything of that is read. */
  readonly visits: number
}

const statusLine = 'HTTP/1.1 200 OK'

/** Pipeline requests and read nothing until another client has been answered some times; then count all of the answers. */
async function pipeline({ port, requests, visits }: PipelineOrder): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\nHost: status.example\r\n\r\n'.repeat(requests - 1))
  socket.write('GET / HTTP/1.1\r\nHost: status.example\r\nConnection: close\r\n\r\n')
  for (let i = 0; i < visits; i++) await visit(port)
  let answers = 0
  let tail = ''
  for await (const chunk of socket) {
    // A status line may be cut in two.
    const text = tail + (chunk as Buffer).toString('latin1')
    answers += text.split(statusLine).length - 1
    tail = text.slice(1 - statusLine.length)
  }
  return answers
}

/** Ask for the page as another client does, on a connection of its own. */
async function visit(port: number): Promise<void> {
  const request = get({ port, host: '127.0.0.1', agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
}

process.on(
  'message',
  (order) => void pipeline(order as PipelineOrder).then((answers) => process.send!(answers)),
)
