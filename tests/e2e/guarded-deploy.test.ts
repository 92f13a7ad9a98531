import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder, fetchPage, runVigie, startCollector, waitUntil } from './run-vigie.ts'

const root = join(import.meta.dirname, '../..')
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** A local server; `handle` is given the body, and its answer is the status. */
async function aServer(handle: (body: string, headers: Record<string, string>) => number): Promise<number> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () =>
      response.writeHead(handle(body, request.headers as Record<string, string>)).end('ok'),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A service whose version is a file: what it answers is the status written there. A program is told of verdicts. */
async function aProduction() {
  const verdicts: { type: string; data: { deployments: { verdict: string }[] } }[] = []
  const hook = await aServer((body, headers) => {
    verdicts.push(new Webhook(secret).verify(body, headers) as (typeof verdicts)[0])
    return 200
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

/** Run the shell part of the templates as a pipeline does. */
async function runPipeline(env: Record<string, string>, args: readonly string[]) {
  const child = spawn('sh', [join(root, 'docs/ci/guarded-deploy.sh'), ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      VIGIE: `${process.execPath} ${join(root, 'collector/main.ts')}`,
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
  const deploy = (status: number): string => `echo ${status} > ${file}`
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
  expect((await runVigie(data, ['deploy', 'guard', id, '--for', 'soon'])).code).toBe(2)
})
