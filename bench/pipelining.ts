import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { PipelineOrder } from './pipelining-client.ts'

/** A page of the size of an overview, 71 kB. */
export const pipelinedPage = '<p>a line of the page, as long as one is</p>\n'.repeat(1_580)

/** What one connection asks for at once. */
export const requests = 2_000
/** Visits of another client meanwhile. */
const others = 10

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
type PipelineResult = {
  /** The longest the event loop of this process stood still until all was read, ms. */
  readonly delay: number
  /** Answers that came in the end. */
  readonly answers: number
}

/** A client in a process of its own, so that what it works holds up nothing here. */
export type PipeliningClient = {
  /** Pipeline 100 kB of requests to a server of this process; another client is answered before anything of it is read. */
  pipeline(port: number): Promise<PipelineResult>
  close(): void
}

/** Start the client. */
export async function startPipeliningClient(): Promise<PipeliningClient> {
  const child = fork(join(import.meta.dirname, 'pipelining-client.ts'), { execArgv: [] })
  await once(child, 'spawn')
  return {
    async pipeline(port) {
      const delays = monitorEventLoopDelay({ resolution: 1 })
      const order: PipelineOrder = { port, requests, visits: others }
      const answered = once(child, 'message')
      child.send(order)
      delays.enable()
      const [answers] = (await answered) as [number]
      delays.disable()
      return { delay: delays.max / 1e6, answers }
    },
    close: () => void child.kill(),
  }
}
