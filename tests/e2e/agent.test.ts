import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { programEntry } from './program-entry.ts'
import { aTarget } from './http-target.ts'
import { type ProcessResult, aFolder, runVigie, startCollector, waitUntil } from './run-vigie.ts'

const configOf = (port: number): string => `
page: { name: Example, locale: en, timezone: UTC }
region: paris
regions: [{ id: paris, name: Paris }, { id: oslo, name: Oslo }]
quorum: 1
defaults: { every: 1s, timeout: 10s, confirm: { failures: 2, successes: 1, retry_every: 200ms } }
components:
  - id: api
    name: API
    monitors:
      - id: from-oslo
        kind: http
        url: 'http://127.0.0.1:${port}/'
        headers: { authorization: 'Bearer \${MONITOR_TOKEN:-very-secret-value}' }
        regions: [oslo]
`

/** An agent in a process of its own. */
function startAgent(data: string, url: string, token: string) {
  const child: ChildProcess = spawn(process.execPath, [programEntry, '--data', data, 'agent', '--to', url], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, VIGIE_AGENT_TOKEN: token },
  })
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  let log = ''
  child.stderr!.on('data', (chunk: Buffer) => (log += chunk.toString()))
  return {
    log: () => log,
    stop(signal: NodeJS.Signals) {
      child.kill(signal)
      return exited
    },
  }
}

type ExportedCheck = {
  readonly monitor: string
  readonly region?: string
  readonly health: string
  readonly at: string
}

const checksOf = async (data: string): Promise<readonly ExportedCheck[]> =>
  (await runVigie(data, ['export', 'checks'])).out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ExportedCheck)

const agentToken = async (data: string): Promise<string> =>
  (
    await runVigie(data, ['token', 'create', '--name', 'oslo', '--scope', 'agent', '--region', 'oslo'])
  ).out.trim()

test('an agent watches from its place, keeps what it saw while the collector is away, and opens incidents', async () => {
  const target = await aTarget()
  const data = await aFolder(configOf(target.port))
  const agentData = await aFolder('')
  const token = await agentToken(data)
  const first = await startCollector(data)
  const agent = startAgent(agentData, first.url, token)
  await waitUntil(
    () => checksOf(data),
    (checks) => checks.length >= 3,
  )
  expect(agent.log()).toContain('watching 1 monitor from oslo')

  // The collector goes away; what the agent sees meanwhile is not lost.
  const { port } = new URL(first.url)
  await first.stop('SIGKILL')
  const before = target.requestCount
  await waitUntil(
    () => Promise.resolve(target.requestCount),
    (count) => count >= before + 8,
  )
  const again = await startCollector(data, '--port', port)
  await waitUntil(
    async () => (await (await fetch(`${again.url}/readyz`)).json()) as { warnings: string[] },
    ({ warnings }) => Array.isArray(warnings),
  )
  const checks = await waitUntil(
    () => checksOf(data),
    (all) => all.length >= before + 7,
  )
  expect(new Set(checks.map(({ region }) => region))).toEqual(new Set(['oslo']))

  target.status = 503
  const incidents = await waitUntil(
    async () =>
      JSON.parse((await runVigie(data, ['incident', 'list', '--json'])).out) as {
        components: Record<string, string>
      }[],
    (all) => Array.isArray(all) && all.length === 1,
  )
  expect(incidents).toHaveLength(1)

  expect(await agent.stop('SIGTERM')).toBe(0)
  for (const file of await readdir(agentData))
    expect(await readFile(join(agentData, file), 'latin1')).not.toContain('very-secret-value')
  expect(agent.log()).not.toContain(token)
  expect(agent.log()).not.toContain('very-secret-value')
})

test('an agent that may not, or is given nonsense, says what to do', async () => {
  const target = await aTarget()
  const data = await aFolder(configOf(target.port))
  const agentData = await aFolder('')
  const collector = await startCollector(data)
  const tried = (...args: string[]): Promise<ProcessResult> => runVigie(agentData, ['agent', ...args])
  const plain = await tried('--to', 'http://status.example.com/', '--token', 'x')
  expect([plain.code, plain.err]).toEqual([2, expect.stringContaining('is not encrypted')])
  const without = await tried('--to', collector.url)
  expect([without.code, without.err]).toEqual([2, expect.stringContaining('the token is missing')])
  const token = await agentToken(data)
  const elsewhere = await tried('--to', collector.url, '--token', token, '--region', 'rome')
  expect([elsewhere.code, elsewhere.err]).toEqual([
    1,
    expect.stringContaining('the token is for oslo, not for rome'),
  ])
  const stranger = startAgent(agentData, collector.url, 'vgs_nobody')
  await waitUntil(
    () => Promise.resolve(stranger.log()),
    (log) => log.includes('the collector answered 401'),
  )
  expect(await stranger.stop('SIGTERM')).toBe(0)
})

test('the token of an agent can do nothing else, and no other token is an agent', async () => {
  const target = await aTarget()
  const data = await aFolder(configOf(target.port))
  const { url } = await startCollector(data)
  const token = await agentToken(data)
  const admin = (await runVigie(data, ['token', 'create', '--name', 'boss', '--scope', 'admin'])).out.trim()
  const status = async (path: string, bearer: string | null, init: RequestInit = {}): Promise<number> =>
    (
      await fetch(`${url}/api/v1${path}`, {
        ...init,
        headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
      })
    ).status
  const empty = { protocol: 1, version: '1', clock: 0, waiting: 0, checks: [] }
  const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })
  expect(await status('/incidents', token)).toBe(403)
  expect(await status('/subscribers', token)).toBe(403)
  expect(await status('/agents', token)).toBe(403)
  expect(await status('/agent', admin)).toBe(403)
  expect(await status('/checks', admin, post(empty))).toBe(403)
  expect(await status('/checks', null, post(empty))).toBe(401)
  expect(await status('/checks', token, post(empty))).toBe(200)
  expect(await status('/checks', token, post({ ...empty, protocol: 99 }))).toBe(409)
  expect(await status('/checks', token, post({ ...empty, checks: [{}] }))).toBe(422)
  expect(await status('/agent', token)).toBe(200)
  expect(await status('/agent?protocol=99', token)).toBe(409)
  expect(await status('/agents', admin)).toBe(200)
})
