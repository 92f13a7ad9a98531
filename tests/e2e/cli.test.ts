import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { programEntry } from './program-entry.ts'
import { aTarget, configWatching } from './http-target.ts'
import { aFolder, runVigie } from './run-vigie.ts'

const config = `
page: { name: Example, timezone: UTC }
components:
  - id: api
    name: API
    monitors:
      - { id: a, kind: tcp, host: 127.0.0.1, port: 1 }
  - id: pair
    name: Pair
    monitors:
      - { id: one, kind: tcp, host: 127.0.0.1, port: 1 }
      - { id: two, kind: tcp, host: 127.0.0.1, port: 2 }
`
const start = Date.parse('2026-11-01T00:00:00Z')
const at = (time: string): number => Date.parse(`2026-11-01T${time}Z`)

/** A day of checks each 30 s, failing where said; null where nobody looked. */
const day = (monitor: string, healthAt: (at: number) => 'up' | 'down' | null): string =>
  Array.from({ length: 2_880 }, (_, i) => start + i * 30_000)
    .flatMap((instant) => {
      const health = healthAt(instant)
      return health
        ? [JSON.stringify({ monitor, at: new Date(instant).toISOString(), health, took: 12.5 })]
        : []
    })
    .join('\n')
const between = (instant: number, from: string, to: string): boolean =>
  instant >= at(from) && instant < at(to)
const dayFlags = ['--from', '2026-11-01T00:00:00Z', '--until', '2026-11-02T00:00:00Z', '--json']

test('case 1: six failed checks are three minutes, and print 99.79', async () => {
  const folder = await aFolder(config)
  const lines = day('a', (instant) => (between(instant, '10:00:00', '10:03:00') ? 'down' : 'up'))
  // In any order, and twice: it changes nothing.
  const shuffled = lines.split('\n').toSorted(() => Math.sin(lines.length) - 0.5)
  expect((await runVigie(folder, ['import', 'checks', '-'], shuffled.toReversed().join('\n'))).code).toBe(0)
  expect((await runVigie(folder, ['import', 'checks', '-'], lines)).code).toBe(0)
  const figures = JSON.parse((await runVigie(folder, ['uptime', 'api', ...dayFlags])).out)
  expect(figures).toMatchObject({
    component: 'api',
    period: 86_400_000,
    observed: 86_400_000,
    down: 180_000,
    unknown: 0,
    printed: '99.79',
  })
  expect(figures.availability).toBeCloseTo(0.99791666, 7)
})

test('case 3: an hour nobody watched is unknown, and bounds the figure', async () => {
  const folder = await aFolder(config)
  const lines = day('a', (instant) => (instant > at('12:00:00') && instant < at('13:00:00') ? null : 'up'))
  await runVigie(folder, ['import', 'checks', '-'], lines)
  const figures = JSON.parse((await runVigie(folder, ['uptime', 'api', ...dayFlags])).out)
  expect(figures).toMatchObject({
    unknown: 3_530_000,
    observed: 82_870_000,
    down: 0,
    availability: 1,
    upper: 1,
    printed: '100',
  })
  expect(figures.lower).toBeCloseTo(1 - 3_530_000 / 86_400_000, 12)
})

test('case 7: two monitors that overlap are partly partial, partly major', async () => {
  const folder = await aFolder(config)
  await runVigie(
    folder,
    ['import', 'checks', '-'],
    day('one', (instant) => (between(instant, '10:00:00', '10:10:00') ? 'down' : 'up')),
  )
  await runVigie(
    folder,
    ['import', 'checks', '-'],
    day('two', (instant) => (between(instant, '10:05:00', '10:15:00') ? 'down' : 'up')),
  )
  expect(JSON.parse((await runVigie(folder, ['uptime', 'pair', ...dayFlags])).out)).toMatchObject({
    down: 480_000,
    printed: '99.44',
  })
})

test('what export writes, import reads', async () => {
  const folder = await aFolder(config)
  await runVigie(
    folder,
    ['import', 'checks', '-'],
    day('a', (instant) => (between(instant, '10:00:00', '10:03:00') ? 'down' : 'up')),
  )
  const { out } = await runVigie(folder, ['export', 'checks'])
  expect(out.trim().split('\n')).toHaveLength(2_880)
  const other = await aFolder(config)
  await runVigie(other, ['import', 'checks', '-'], out)
  expect((await runVigie(other, ['uptime', 'api', ...dayFlags])).out).toBe(
    (await runVigie(folder, ['uptime', 'api', ...dayFlags])).out,
  )
})

test('an import with a mistake names its line and changes nothing', async () => {
  const folder = await aFolder(config)
  const { code, err } = await runVigie(
    folder,
    ['import', 'checks', '-'],
    '{"monitor":"a","at":"2026-11-01T00:00:00Z","health":"up"}\n{"monitor":"a","at":"soon","health":"up"}\nnonsense',
  )
  expect(code).toBe(2)
  expect(err).toMatch(/standard input\):2: "at" is not a time/)
  expect(err).toMatch(/standard input\):3: is not JSON/)
  expect((await runVigie(folder, ['export', 'checks'])).out).toBe('')
})

test('validate says ok, or every problem with its line', async () => {
  expect(await runVigie(await aFolder(config), ['validate'])).toMatchObject({ code: 0, out: 'ok\n' })
  const folder = await aFolder(
    'page: { name: X }\ncomponents:\n  - id: api\n    name: API\n    colour: red\n    monitors:\n      - { kind: http, url: ftp://x, every: 30 }\n',
  )
  const { code, out } = await runVigie(folder, ['validate'])
  expect(code).toBe(2)
  expect(out.trim().split('\n')).toHaveLength(3)
  expect(out).toMatch(/status\.yaml:5:5 components\[0\]\.colour:/)
  expect(out).toMatch(/status\.yaml:7:\d+ components\[0\]\.monitors\[0\]\.every: .*"30".* Write/)
})

test('a broken configuration stops every command with code 2 and no stack trace', async () => {
  const folder = await aFolder('page: [')
  for (const command of ['start', 'once', 'build', 'check']) {
    const { code, err } = await runVigie(folder, [command])
    expect(code).toBe(2)
    expect(err).not.toMatch(/\n\s+at /)
  }
})

test('wrong usage is refused with code 2 and a suggestion', async () => {
  const folder = await aFolder(config)
  const { code, err } = await runVigie(folder, ['valdate'])
  expect(code).toBe(2)
  expect(err).toMatch(/Did you mean validate/)
  const answers = await Promise.all([
    runVigie(folder, ['uptime', 'nothing']),
    runVigie(folder, ['uptime', 'pari']),
    runVigie(folder, ['check', 'pairs']),
    runVigie(folder, ['start', '--prot', '1']),
    runVigie(folder, ['start', '--port', 'http']),
    runVigie(folder, ['demo', '--days', 'ninety']),
    runVigie(folder, ['import', 'check', '-']),
  ])
  expect(answers.map((answer) => answer.code)).toEqual(answers.map(() => 2))
  for (const suggestion of ['"pair"?', '"pair"?', '--port?', 'checks?'])
    expect(answers.map((answer) => answer.err).join()).toContain(`Did you mean ${suggestion}`)
})

test('every command that prints takes --json', async () => {
  const folder = await aFolder(config)
  const commands = 'start demo once build check validate init uptime import+checks export+checks backup'
  const help = await Promise.all(
    commands.split(' ').map((command) => runVigie(folder, [...command.split('+'), '--help'])),
  )
  for (const { out } of help) expect(out).toContain('--json')
  const built = await runVigie(folder, ['build', '--json'])
  expect(JSON.parse(built.out)).toEqual({ site: join(folder, 'site') })
})

test('a port that is taken is reported with code 1, and nothing goes on running', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { code, err } = await runVigie(await aFolder(config), ['start', '--port', String(port)])
  server.close()
  expect(code).toBe(1)
  expect(err).toContain(`port ${port} on 127.0.0.1 is already in use`)
})

test('a reader that stops reading is no failure', async () => {
  const folder = await aFolder(config)
  await runVigie(
    folder,
    ['import', 'checks', '-'],
    day('a', () => 'up'),
  )
  const child = spawn(process.execPath, [programEntry, '--data', folder, 'export', 'checks'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  child.stdout.once('data', () => child.stdout.destroy())
  const [code] = await once(child, 'close')
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test('an empty VIGIE_DATA is none', async () => {
  const child = spawn(process.execPath, [programEntry, 'validate'], {
    cwd: await aFolder(config),
    env: { ...process.env, VIGIE_DATA: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  await once(child, 'close')
  expect(out).toMatch(/^data\/status\.yaml:1:1 /)
})

test('check prints what came of each probe and fails when one is down', async () => {
  const target = await aTarget()
  const folder = await aFolder(configWatching(target))
  const fine = await runVigie(folder, ['check'])
  expect(fine.code).toBe(0)
  expect(fine.out).toMatch(/api-http\s+http\s+up/)
  target.status = 500
  const result = await runVigie(folder, ['check'])
  expect(result.out).toMatch(/^api-http +http +down .*\n {4}status: /m)
  for (const line of result.out.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  const { code, out } = await runVigie(folder, ['check', '--json'])
  expect(code).toBe(1)
  expect(JSON.parse(out)[0]).toMatchObject({ monitor: 'api-http', health: 'down', fault: { code: 'status' } })
  expect((await runVigie(folder, ['export', 'checks'])).out).toBe('')
})

test('once tells an outage at its first run: it confirms what fails before it leaves', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const folder = await aFolder(`
page: { name: Example }
components:
  - id: db
    name: Database
    monitors:
      - { kind: tcp, host: 127.0.0.1, port: ${port}, confirm: { failures: 2, retry_every: 100ms } }
`)
  expect((await runVigie(folder, ['once'])).code).toBe(0)
  const listed = JSON.parse((await runVigie(folder, ['incident', 'list', '--json'])).out) as object[]
  expect(JSON.stringify(listed)).toContain('"db"')
  expect(await readFile(join(folder, 'site/index.html'), 'utf8')).toContain('banner s-major_outage')
})

test(
  'once probes, records and publishes without a server; build publishes the same again',
  { timeout: 300_000 },
  async () => {
    const target = await aTarget()
    const folder = await aFolder(configWatching(target))
    expect((await runVigie(folder, ['once'])).code).toBe(0)
    expect(target.requestCount).toBeGreaterThan(0)
    expect(await readFile(join(folder, 'site/index.html'), 'utf8')).toContain('banner s-operational')
    expect((await runVigie(folder, ['export', 'checks'])).out.trim().split('\n')).toHaveLength(1)
    const asked = target.requestCount
    expect((await runVigie(folder, ['build', '--out', join(folder, 'elsewhere')])).code).toBe(0)
    expect(target.requestCount).toBe(asked)
    expect(await readdir(join(folder, 'elsewhere'))).toContain('index.html')
  },
)

test('a configuration never tells a secret', async () => {
  const folder = await aFolder(config.replace('name: API\n', 'name: API\n    nonsense: ${SECRET}\n'))
  process.env['SECRET'] = 'hunter2hunter2'
  const { out, err } = await runVigie(folder, ['validate'])
  expect(out + err).not.toContain('hunter2')
})

test('init writes a configuration that validates and starts nothing', async () => {
  const folder = await aFolder('')
  const { code, err } = await runVigie(folder, [
    'init',
    '--name',
    'Mine',
    '--url',
    'https://status.example.com',
    '--locale',
    'en',
    '--timezone',
    'UTC',
    '--watch',
    'https://www.example.com/',
    '--force',
  ])
  expect(err).not.toMatch(/\n\s+at /)
  expect(code).toBe(0)
  expect(await runVigie(folder, ['validate'])).toMatchObject({ code: 0 })
  const written = await readFile(join(folder, 'status.yaml'), 'utf8')
  const schema = /^# yaml-language-server: \$schema=(.+)\n/.exec(written)?.[1]
  expect(JSON.parse(await readFile(join(folder, schema!), 'utf8'))).toMatchObject({ type: 'object' })
  await writeFile(join(folder, 'status.yaml'), 'mine')
  expect(
    (await runVigie(folder, ['init', '--name', 'Mine', '--url', 'https://status.example.com'])).code,
  ).toBe(2)
  expect(await readFile(join(folder, 'status.yaml'), 'utf8')).toBe('mine')
})

test('init names every flag that is wrong, takes a bare host for its page, and asks nobody who cannot answer', async () => {
  const folder = await aFolder('')
  const refused = await runVigie(folder, [
    'init',
    '--force',
    '--name=Mine',
    '--url=nope',
    '--timezone=Mars',
    '--watch=ftp://a.example',
  ])
  expect(refused.code).toBe(2)
  expect(refused.err).toMatch(
    /--url: "nope" has no scheme\..*\n--timezone: .*\n--watch: .*\nNothing was written/,
  )
  expect((await runVigie(folder, ['init', '--force'])).code).toBe(2)
  const bare = await runVigie(folder, ['init', '--force', '--json', '--name', 'Mine', '--watch', 'a.example'])
  expect(JSON.parse(bare.out)).toEqual({ file: join(folder, 'status.yaml') })
  expect(await readFile(join(folder, 'status.yaml'), 'utf8')).toContain('url: https://a.example')
})
