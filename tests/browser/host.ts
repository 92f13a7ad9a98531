import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json',
  xml: 'application/xml',
  txt: 'text/plain',
  css: 'text/css',
}

/** A static host: a folder of its own, `index.html` for a directory, 404.html for what is not there, and no headers. */
export type Host = {
  readonly url: string
  publish(snapshot: Snapshot): Promise<void>
  close(): Promise<void>
}

/** Serve a rendered snapshot, and files of the operator's, below a sub-folder, `http://127.0.0.1:PORT/status/`, until it is closed. */
export async function host(
  site: Renderer,
  snapshot: Snapshot,
  ownFiles: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Host> {
  let files = new Map<string, Uint8Array>()
  async function publish(next: Snapshot): Promise<void> {
    const fresh = new Map([...site.assets, ...ownFiles])
    for (const { path, file } of site.routes(next)) fresh.set(file, await site.render(path, next))
    files = fresh
  }
  await publish(snapshot)
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://host').pathname).replace(/^\/status\//, '')
    const file = path === '' || path.endsWith('/') ? `${path}index.html` : path
    const found = files.get(file)
    response.statusCode = found ? 200 : 404
    response.setHeader(
      'content-type',
      types[found ? file.split('.').at(-1)! : 'html'] ?? 'application/octet-stream',
    )
    response.end(found ?? files.get('404.html'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/status`,
    publish,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
