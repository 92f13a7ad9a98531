import { once } from 'node:events'
import { type IncomingMessage, type Server, createServer, get } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** A page of the size of an overview, 71 kB. */
export const pipelinedPage = '<p>a line of the page, as long as one is</p>\n'.repeat(1_580)

/** What one connection asks for at once. */
export const requests = 2_000
/** Visits of another client meanwhile. */
const others = 10
const statusLine = 'HTTP/1.1 200 OK'

/** The least that can answer it: `node:http` and a buffer. */
export async function startBareServer(): Promise<{ port: number; close(): void }> {
  const body = Buffer.from(pipelinedPage)
  const server: Server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': body.length }).end(body),
  )
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() }
}

/** How a server took it. */
export type PipelineResult = {
  /** The longest the event loop of this process stood still until all was read, ms. */
  readonly delay: number
  /** Answers that came in the end. */
  readonly answers: number
}

/**
 * Pipeline 100 kB of requests to a server of this process and read nothing until another client has been answered some times;
 * then read all of the answers.
 */
export async function pipeline(port: number): Promise<PipelineResult> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  delays.enable()
  socket.write('GET / HTTP/1.1\r\nHost: status.example\r\n\r\n'.repeat(requests - 1))
  socket.write('GET / HTTP/1.1\r\nHost: status.example\r\nConnection: close\r\n\r\n')
  for (let i = 0; i < others; i++) await visit(port)
  let answers = 0
  let tail = ''
  for await (const chunk of socket) {
    // A status line may be cut in two.
    const text = tail + (chunk as Buffer).toString('latin1')
    answers += text.split(statusLine).length - 1
    tail = text.slice(1 - statusLine.length)
  }
  delays.disable()
  return { delay: delays.max / 1e6, answers }
}

/** Ask for the page as another client does, on a connection of its own. */
async function visit(port: number): Promise<void> {
  const request = get({ port, host: '127.0.0.1', agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
}
