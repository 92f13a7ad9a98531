import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { programEntry } from './program-entry.ts'
import { aFolder, fetchPage, runVigie, startCollector, waitUntil } from './run-vigie.ts'

const root = join(import.meta.dirname, '../..')
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** A local server; `handle` is given the body, and its answer is the status; null for no answer at all. */
async function aServer(
  handle: (body: string, headers: Record<string, string>) => number | null,
): Promise<number> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const status = handle(body, request.headers as Record<string, string>)
      if (status !== null) response.writeHead(status).end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

type Verdict = { readonly id: string; readonly type: string }

/**
 * A service whose version is a file: what it answers is the status written there. A program is told of verdicts.
 *
 * @param answer the status by which the program answers what it was told
 */
async function aProduction(answer: (verdict: Verdict) => number | null = () => 200) {
  const verdicts: Verdict[] = []
  const hook = await aServer((body, headers) => {
    const { type } = new Webhook(secret).verify(body, headers) as { type: string }
    const verdict = { id: headers['webhook-id']!, type }
    verdicts.push(verdict)
    return answer(verdict)
  })
  const production: { file: string } = { file: '' }
  let status = 200
  const service = await aServer(() => {
    const text = production.file === '' ? '' : readFileSync(production.file, 'utf8').trim()
    // Who writes it empties it first.
    if (text !== '') status = Number(text)
    return status
  })
  const data = await aFolder(`
page: { name: Example, locale: en, timezone: UTC }
defaults: { every: 1s, timeout: 10s, confirm: { failures: 2, successes: 1, retry_every: 1s } }
components:
  - { id: api, name: API, monitors: [{ kind: http, url: 'http://127.0.0.1:${service}/' }] }
channels:
  hook: { kind: webhook, url: 'http://127.0.0.1:${hook}/', secret: ${secret}, news: [deployments] }
deployments: { checklist: [{ id: backup, phase: before, title: Backup }] }
`)
  writeFileSync(join(data, 'production'), '200')
  production.file = join(data, 'production')
  const collector = await startCollector(data)
  const { out: token } = await runVigie(data, ['token', 'create', '--name', 'ci', '--scope', 'deployments'])
  return { data, collector, token: token.trim(), file: production.file, verdicts }
}

/** Guard a deployment until the guard is killed. */
function startGuard(data: string, id: string) {
  const child = spawn(
    process.execPath,
    [programEntry, '--data', data, 'deploy', 'guard', id, '--for', '5m'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const left = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('exit', (_, signal) => resolve(signal)),
  )
  const watching = new Promise<void>((resolve, reject) => {
    let output = ''
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('guarding 4.0.0')) resolve()
    })
    void left.then(() => reject(new Error(output)))
  })
  const kill = (): Promise<NodeJS.Signals | null> => {
    child.kill('SIGKILL')
    return left
  }
  onTestFinished(() => void kill())
  return { watching, kill }
}

/** Run the shell part of the templates as a pipeline does. */
async function runPipeline(env: Record<string, string>, args: readonly string[]) {
  const child = spawn('sh', [join(root, 'docs/ci/guarded-deploy.sh'), ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      VIGIE: `${process.execPath} ${programEntry}`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, output }
}

test('the template of a pipeline brings out a version that works, and takes back one that fails, by a collector elsewhere', async () => {
  const { data, collector, token, file, verdicts } = await aProduction()
  const env = {
    VIGIE_URL: collector.url,
    VIGIE_TOKEN: token,
    VIGIE_COMPONENTS: 'api',
    GUARD_FOR: '10s',
  }
  // The service reads the file at any time: there is never half of one.
  const deploy = (status: number): string => `echo ${status} > ${file}.next && mv ${file}.next ${file}`
  const good = await runPipeline(env, ['2.14.0', deploy(200), deploy(200)])
  expect(good).toMatchObject({
    code: 0,
    output: expect.stringContaining('\npassed: 2.14.0 kept every trigger'),
  })

  const bad = await runPipeline(env, ['2.15.0', deploy(500), deploy(200)])
  expect(bad.output).toContain('roll back: 2.15.0 is beyond a limit')
  expect(bad.output).toContain('taking 2.15.0 back')
  expect([bad.code, readFileSync(file, 'utf8').trim()]).toEqual([1, '200'])
  expect(bad.output + good.output).not.toContain(token)

  const { out } = await runVigie(data, ['deploy', 'list', '--json'])
  expect(JSON.parse(out)).toMatchObject([
    { version: '2.15.0', outcome: 'rolled_back', verdict: 'roll_back' },
    { version: '2.14.0', outcome: 'succeeded', verdict: 'passed' },
  ])
  await waitUntil(
    () => Promise.resolve(verdicts.map(({ type }) => type)),
    (types) => types.includes('deployment.roll_back') && types.includes('deployment.passed'),
  )
  expect(verdicts).toHaveLength(2)
  await waitUntil(
    () => fetchPage(`${collector.url}/components/api/`),
    (page) => /beyond a limit/.test(page) && /within every limit/.test(page),
  )
})

test('a guard beside a running collector needs its folder alone, and the check list is ticked there, too', async () => {
  const { data, file } = await aProduction()
  const started = await runVigie(data, ['deploy', 'start', '--version', '3.0.0', '--component', 'api'])
  const id = started.out.trim()
  expect((await runVigie(data, ['deploy', 'tick', id, 'backup', '--by', 'Ann'])).err).toContain(
    '1 of 1 steps are done',
  )
  expect((await runVigie(data, ['deploy', 'checklist', id])).out).toMatch(
    /x {5}backup {2}before .* Ann {2}Backup/,
  )
  writeFileSync(file, '503')
  const guard = await runVigie(data, ['deploy', 'guard', id, '--for', '5m'])
  expect(guard).toMatchObject({ code: 1, out: 'roll_back\n' })
  const again = await runVigie(data, ['deploy', 'guard', id, '--for', '5m', '--json'])
  expect(again.code).toBe(1)
  expect(JSON.parse(again.out.trim().split('\n').at(-1)!)).toMatchObject({
    event: 'verdict',
    verdict: 'roll_back',
  })
})

test('a guard and a collector that are killed leave one verdict, and it is told once', async () => {
  const killed = Promise.withResolvers<void>()
  let kill = (): void => {}
  const { data, collector, file, verdicts } = await aProduction(() => {
    if (collector.child.signalCode !== null) return 200
    kill()
    return null
  })
  kill = () => void collector.stop('SIGKILL').then(() => killed.resolve())
  const started = await runVigie(data, ['deploy', 'start', '--version', '4.0.0', '--component', 'api'])
  const id = started.out.trim()
  const guard = startGuard(data, id)
  await guard.watching
  expect(await guard.kill()).toBe('SIGKILL')
  writeFileSync(file, '503')
  await killed.promise

  await startCollector(data)
  await waitUntil(
    () => Promise.resolve(verdicts.length),
    (count) => count > 1,
  )
  // What was in flight when the collector was killed comes again, under the name it had.
  expect(new Set(verdicts.map(({ id: name, type }) => `${type} ${name}`)).size).toBe(1)
  expect(verdicts[0]!.type).toBe('deployment.roll_back')
  const again = await runVigie(data, ['deploy', 'guard', id, '--for', '5m'])
  expect(again).toMatchObject({ code: 1, out: 'roll_back\n' })
  await waitUntil(
    async () => (await runVigie(data, ['deliveries', 'list', '--state', 'pending'])).out,
    (list) => list === '',
  )
  expect(verdicts).toHaveLength(2)
})
