import { type ChildProcess, spawn } from 'node:child_process'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { programEntry } from './program-entry.ts'
import { aFolder, fetchPage, runVigie, startCollector, waitUntil } from './run-vigie.ts'

/** Which address of the loopback each place connects from; the collector's own is left as it is. */
const addresses = { oslo: '127.0.0.2', rome: '127.0.0.3' } as const
type Place = keyof typeof addresses

/** A service that answers, but not to the places in `unreachableFrom`. */
async function aService() {
  const service = { port: 0, unreachableFrom: new Set<Place>() }
  const server: Server = createServer((request, response) => {
    const from = request.socket.remoteAddress
    const isLost = [...service.unreachableFrom].some((place) => addresses[place] === from)
    if (isLost) request.socket.destroy()
    else response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  service.port = (server.address() as AddressInfo).port
  return service
}

/** What makes a process open every connection from one address, as if it stood in a network of its own. */
const fromAddress = (address: string): string =>
  `data:text/javascript,${encodeURIComponent(`
import net from 'node:net'
const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0]
  if (options && typeof options === 'object' && options.port) options.localAddress = '${address}'
  return connect.apply(this, args)
}`)}`

/** The agent of a place in a process of its own, with the token it was given. */
async function anAgent(place: Place, collectorData: string, url: string): Promise<ChildProcess> {
  const words = ['token', 'create', '--name', place, '--scope', 'agent', '--region', place]
  const created = await runVigie(collectorData, words)
  const data = await aFolder('')
  const child = spawn(process.execPath, [programEntry, '--data', data, 'agent', '--to', url], {
    stdio: 'ignore',
    env: {
      ...process.env,
      VIGIE_AGENT_TOKEN: created.out.trim(),
      NODE_OPTIONS: `--import "${fromAddress(addresses[place])}"`,
    },
  })
  const exited = new Promise((resolve) => child.on('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return child
}

const configOf = (port: number): string => `
page: { name: Example, locale: en, timezone: UTC }
region: paris
regions: [{ id: paris, name: Paris }, { id: oslo, name: Oslo }, { id: rome, name: Rome }]
defaults: { every: 1s, timeout: 4s, confirm: { failures: 2, successes: 1, retry_every: 200ms } }
components:
  - { id: api, name: API, monitors: [{ id: api-http, kind: http, url: 'http://127.0.0.1:${port}/' }] }
channels: { chat: { kind: webhook, url: 'http://127.0.0.1:${port}/alerts', secret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0' } }
alerts:
  - { id: collector, when: collector_trouble, notify: [chat] }
`

const wordsIn = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

// Only Linux lets a process connect from every address of the loopback network.
test.skipIf(process.platform !== 'linux')(
  'three places: one that loses its target opens nothing and is shown, two open one incident, a silent one is unknown',
  async () => {
    const service = await aService()
    const data = await aFolder(configOf(service.port))
    const { url } = await startCollector(data)
    await anAgent('oslo', data, url)
    const rome = await anAgent('rome', data, url)

    const placesSay = (...states: readonly string[]) =>
      waitUntil(
        async () =>
          wordsIn(
            (await fetchPage(`${url}/components/api/`)).split('id="places"')[1]?.split('</section>')[0] ?? '',
          ),
        (text) => ['Paris', 'Oslo', 'Rome'].every((name, i) => text.includes(`${name} ${states[i]} `)),
      )
    const incidents = async () =>
      JSON.parse((await runVigie(data, ['incident', 'list', '--json'])).out) as {
        readonly status: string
      }[]

    expect(await placesSay('Up', 'Up', 'Up')).not.toContain('Down from')

    service.unreachableFrom.add('oslo')
    expect(await placesSay('Up', 'Down', 'Up')).toContain('Down from 1 of 3 places')
    expect(wordsIn(await fetchPage(`${url}/`))).toContain('Down from 1 of 3 places')
    const metrics = await fetchPage(`${url}/metrics`)
    expect(metrics).toContain('vigie_region_health{monitor="api-http",region="oslo"} 0')
    expect(metrics).toContain('vigie_region_health{monitor="api-http",region="rome"} 1')
    expect(await incidents()).toEqual([])

    service.unreachableFrom.add('rome')
    expect(await placesSay('Up', 'Down', 'Down')).not.toContain('Down from')
    await waitUntil(incidents, (all) => Array.isArray(all) && all.length === 1)

    service.unreachableFrom.clear()
    await placesSay('Up', 'Up', 'Up')
    await waitUntil(incidents, ([one]) => one?.status === 'resolved')

    // The agent of Rome is there and says nothing.
    rome.kill('SIGSTOP')
    await placesSay('Up', 'Up', 'Unknown')
    const ready = await waitUntil(
      async () => {
        const answer = await fetch(`${url}/readyz`)
        return { status: answer.status, ...((await answer.json()) as { readonly warnings: string[] }) }
      },
      ({ warnings }) => warnings.some((line) => line.includes('the agent of rome has not delivered')),
    )
    expect(ready.status).toBe(200)
    await waitUntil(
      async () => (await runVigie(data, ['alerts', 'list', '--json'])).out,
      (out) => out.includes('the agent of rome has not delivered'),
    )
    expect(await incidents()).toHaveLength(1)

    rome.kill('SIGCONT')
    await placesSay('Up', 'Up', 'Up')
    expect(await incidents()).toHaveLength(1)
  },
)
