import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aTarget, configWatching } from './http-target.ts'
import { type RunningCollector, aFolder, fetchPage, letPass, startCollector, waitUntil } from './run-vigie.ts'

type Readiness = { readonly ok: boolean; readonly warnings: readonly string[] }
const readiness = async ({ url }: RunningCollector): Promise<Readiness> =>
  (await (await fetch(`${url}/readyz`)).json()) as Readiness
const untilPage = (url: string, has: string): Promise<string> =>
  waitUntil(
    () => fetchPage(url),
    (html) => html.includes(has),
  )
const untilLogged = (collector: RunningCollector, line: string): Promise<string> =>
  waitUntil(
    () => Promise.resolve(collector.log()),
    (log) => log.includes(line),
  )
const timeout = 180_000

test(
  'a changed status.yaml is taken over: what is new is watched, what is gone is not, what stays goes on',
  { timeout },
  async () => {
    const stays = await aTarget()
    const comes = await aTarget()
    stays.status = 500
    const job = (token: string): string =>
      `  - { id: job, name: Job, monitors: [{ kind: heartbeat, every: 1h, token: ${token} }] }\n`
    const goes = `  - { id: goes, name: Goes soon, monitors: [{ kind: tcp, host: 127.0.0.1, port: ${stays.port} }] }\n`
    const folder = await aFolder(configWatching(stays, goes + job('token-of-before')))
    const collector = await startCollector(folder)
    const { url } = collector
    await untilPage(`${url}/components/api/`, 's-major_outage')
    const incidentIds = async (): Promise<readonly string[]> =>
      (
        (await (await fetch(`${url}/api/v2/incidents.json`)).json()) as { incidents: { id: string }[] }
      ).incidents.map(({ id }) => id)
    const [incident] = await waitUntil(incidentIds, (ids) => ids.length > 0)

    const arrives = `  - { id: comes, name: Just arrived, monitors: [{ kind: http, url: 'http://127.0.0.1:${comes.port}/' }] }\n`
    await writeFile(
      join(folder, 'status.yaml'),
      configWatching(stays, arrives + job('token-of-after')).replace('name: Example', 'name: Renamed page'),
    )
    const html = await untilPage(url, 'Just arrived')
    expect(html).toContain('Renamed page')
    expect(html).not.toContain('Goes soon')
    await waitUntil(
      () => Promise.resolve(comes.requestCount),
      (count) => count >= 2,
    )
    // The outage that was known stays the same one, and goes on being looked at.
    const { requestCount } = stays
    await waitUntil(
      () => Promise.resolve(stays.requestCount),
      (count) => count > requestCount,
    )
    expect(await incidentIds()).toContain(incident)
    expect((await fetch(`${url}/api/v1/heartbeats/token-of-before`)).status).toBe(404)
    expect((await fetch(`${url}/api/v1/heartbeats/token-of-after`)).status).toBe(200)
    expect(collector.log()).toContain(
      'the configuration was taken over: added component comes; removed component goes',
    )
    expect(await collector.stop('SIGTERM')).toBe(0)
  },
)

test(
  'a broken status.yaml leaves everything as it is, and the log and /readyz name the place until it is mended',
  { timeout },
  async () => {
    const target = await aTarget()
    const folder = await aFolder(configWatching(target))
    const collector = await startCollector(folder)
    await untilPage(collector.url, 's-operational')
    await writeFile(join(folder, 'status.yaml'), configWatching(target).replace('kind: http', 'kind: htpt'))
    const { ok, warnings } = await waitUntil(
      () => readiness(collector),
      (state) => state.warnings.length > 0,
    )
    expect(ok).toBe(true)
    expect(warnings[0]).toMatch(/^configuration: status\.yaml:8:\d+ components\[0\]\.monitors\[0\]\.kind: /)
    expect(collector.log()).toMatch(/status\.yaml:8:\d+ components/)
    // Another request for it is answered the same, and nothing ends.
    collector.child.kill('SIGHUP')
    const { requestCount } = target
    await waitUntil(
      () => Promise.resolve(target.requestCount),
      (count) => count >= requestCount + 2,
    )
    expect(await fetchPage(collector.url)).toContain('s-operational')

    await writeFile(join(folder, 'status.yaml'), configWatching(target).replace('The API', 'The mended API'))
    await untilPage(collector.url, 'The mended API')
    await waitUntil(
      () => readiness(collector),
      (state) => state.warnings.length === 0,
    )
    expect(collector.log()).toContain('is right again')
    expect(await collector.stop('SIGTERM')).toBe(0)
  },
)

test('SIGHUP reads the configuration again and never ends the collector', { timeout }, async () => {
  const target = await aTarget()
  const folder = await aFolder(configWatching(target))
  const collector = await startCollector(folder)
  collector.child.kill('SIGHUP')
  await untilLogged(collector, 'was read again: nothing has changed')
  await writeFile(join(folder, 'status.yaml'), configWatching(target).replace('The API', 'Another API'))
  for (let i = 0; i < 5; i++) collector.child.kill('SIGHUP')
  await untilPage(collector.url, 'Another API')
  expect(collector.child.exitCode).toBeNull()
  expect(await collector.stop('SIGTERM')).toBe(0)
})

test(
  'however a configuration is written, it is taken over: replaced, written in pieces, led to by links',
  { timeout },
  async () => {
    const target = await aTarget()
    const folder = await aFolder('')
    const named = (name: string): string => configWatching(target).replace('The API', name)
    // As the configuration of a pod is mounted: status.yaml → ..data/status.yaml, ..data → a folder per version.
    const mount = await mkdtemp(join(tmpdir(), 'vigie-mount-'))
    onTestFinished(() => rm(mount, { recursive: true, force: true }))
    const version = async (name: string): Promise<void> => {
      await mkdir(join(mount, `..${name}`))
      await writeFile(join(mount, `..${name}`, 'status.yaml'), named(name))
      await symlink(`..${name}`, join(mount, '..data_tmp'))
      await rename(join(mount, '..data_tmp'), join(mount, '..data'))
    }
    await version('First')
    await unlink(join(folder, 'status.yaml'))
    await symlink(join(mount, '..data/status.yaml'), join(folder, 'status.yaml'))
    const collector = await startCollector(folder)
    const { url } = collector
    await untilPage(url, 'First')
    await version('Second')
    await untilPage(url, 'Second')

    await writeFile(join(folder, 'status.new'), named('Third'))
    await rename(join(folder, 'status.new'), join(folder, 'status.yaml'))
    await untilPage(url, 'Third')

    await writeFile(join(folder, 'status.yaml'), '')
    await letPass(500)
    await writeFile(join(folder, 'status.yaml'), named('Fourth').slice(0, 150))
    await letPass(500)
    await writeFile(join(folder, 'status.yaml'), named('Fourth'))
    await untilPage(url, 'Fourth')

    await unlink(join(folder, 'status.yaml'))
    await waitUntil(
      () => readiness(collector),
      ({ warnings }) => warnings.some((warning) => warning.includes('there is no such file')),
    )
    expect(await fetchPage(url)).toContain('Fourth')
    await writeFile(join(folder, 'status.yaml'), named('Fifth'))
    await untilPage(url, 'Fifth')
    expect(await collector.stop('SIGTERM')).toBe(0)
  },
)

test(
  'locales, words, zone, theme and what follows a publication change with the configuration; the region does not',
  { timeout },
  async () => {
    const target = await aTarget()
    const folder = await aFolder(configWatching(target))
    const collector = await startCollector(folder)
    const { url } = collector
    await untilPage(url, 's-operational')
    const write = (text: string): Promise<void> => writeFile(join(folder, 'status.yaml'), text)
    await mkdir(join(folder, 'words'))
    await writeFile(join(folder, 'words/nl.yaml'), '{}\n')
    await writeFile(join(folder, 'own.css'), 'body { color: #123456 }')
    const changed = configWatching(target, 'publish: { after: ["cp {site}/index.html pushed.html"] }\n')
      .replace('cp {site}/index.html pushed.html', `cp {site}/index.html ${folder}/pushed.html`)
      .replace(
        'locales: [en, fr], timezone: UTC',
        'locales: [en, fr, nl], timezone: Asia/Tokyo, theme: { css: own.css }',
      )
    await write(changed)
    await waitUntil(
      async () => (await fetch(`${url}/nl/`)).status,
      (status) => status === 200,
    )
    expect(await fetchPage(`${url}/own.css`)).toContain('#123456')
    await waitUntil(
      async () => (await import('node:fs/promises')).readFile(join(folder, 'pushed.html'), 'utf8'),
      (html) => typeof html === 'string' && html.includes('own.css'),
    )
    // What is not of the present follows the overview.
    await waitUntil(
      async () => (await (await fetch(`${url}/data/api.json`)).json()) as { timezone: string },
      ({ timezone }) => timezone === 'Asia/Tokyo',
    )
    // The sheet alone.
    await writeFile(join(folder, 'own.css'), 'body { color: #654321 }')
    await waitUntil(
      () => fetchPage(`${url}/own.css`),
      (css) => css.includes('#654321'),
    )
    await unlink(join(folder, 'own.css'))
    await waitUntil(
      () => readiness(collector),
      ({ warnings }) =>
        warnings.some((warning) => /^configuration: status\.yaml:2:\d+ page\.theme\.css: /.test(warning)),
    )
    await writeFile(join(folder, 'own.css'), '')
    await write(`region: paris\n${changed}`)
    await waitUntil(
      () => readiness(collector),
      ({ warnings }) =>
        warnings.some((warning) => /^configuration: status\.yaml:1:\d+ region: cannot change/.test(warning)),
    )
    expect(await collector.stop('SIGTERM')).toBe(0)
  },
)
