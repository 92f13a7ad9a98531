import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aTarget, configWatching } from './http-target.ts'
import { aFolder, fetchPage, letPass, startCollector, waitUntil, runVigie } from './run-vigie.ts'

test('an outage is on the page within moments, and so is its end', async () => {
  const target = await aTarget()
  const { url, stop } = await startCollector(await aFolder(configWatching(target)))
  await waitUntil(
    () => fetchPage(url),
    (html) => html.includes('banner s-operational'),
  )
  target.status = 500
  const down = await waitUntil(
    () => fetchPage(url),
    (html) => html.includes('banner s-major_outage'),
  )
  const incident = /incidents\/([a-z0-9]{12})\//.exec(down)![1]
  await waitUntil(
    () => fetchPage(`${url}/rss.xml`),
    (feed) => feed.includes(incident!),
  )
  expect(await fetchPage(`${url}/fr/`)).toContain('L&#39;API')
  target.status = 200
  await waitUntil(
    () => fetchPage(url),
    (html) => html.includes('banner s-operational'),
  )
  expect(await fetchPage(`${url}/incidents/${incident}/`)).toMatch(/Resolved/)
  expect(await stop('SIGTERM')).toBe(0)
})

test(
  'killed in the middle of an outage, it goes on with the same incident',
  { timeout: 300_000 },
  async () => {
    const target = await aTarget()
    const folder = await aFolder(configWatching(target))
    const first = await startCollector(folder)
    await waitUntil(
      () => fetchPage(first.url),
      (html) => html.includes('banner s-operational'),
    )
    target.status = 503
    const down = await waitUntil(
      () => fetchPage(first.url),
      (html) => html.includes('banner s-major_outage'),
    )
    const incident = /incidents\/([a-z0-9]{12})\//.exec(down)![1]!
    await first.stop('SIGKILL')
    const second = await startCollector(folder)
    const again = await waitUntil(
      () => fetchPage(second.url),
      (html) => html.includes('banner s-major_outage'),
    )
    expect(again.match(/incidents\/([a-z0-9]{12})\//g)!.every((link) => link.includes(incident))).toBe(true)
    target.status = 200
    await waitUntil(
      () => fetchPage(`${second.url}/incidents/${incident}/`),
      (html) => html.includes('Resolved'),
    )
    await second.stop('SIGTERM')
  },
)

test('a lost network opens no incident', async () => {
  const target = await aTarget()
  // Nobody listens at the connectivity address: as far as the collector can tell, it is cut off.
  const { url, stop } = await startCollector(
    await aFolder(configWatching(target, "connectivity: { any_of: ['tcp://127.0.0.1:1'] }\n")),
  )
  await waitUntil(
    () => fetchPage(url),
    (html) => html.includes('banner s-operational'),
  )
  target.status = 500
  const html = await waitUntil(
    () => fetchPage(url),
    (text) => text.includes('banner s-unknown'),
  )
  expect(html).not.toMatch(/incidents\/[a-z0-9]{12}\//)
  expect((await fetch(`${url}/readyz`)).status).toBe(503)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  await stop('SIGTERM')
})

test('a second collector on the same folder is refused in one line', async () => {
  const folder = await aFolder(configWatching(await aTarget()))
  const { stop } = await startCollector(folder)
  const { code, err } = await runVigie(folder, ['start', '--port', '0'])
  expect(code).toBe(1)
  expect(err).toMatch(/another collector is already running/)
  expect(err).not.toMatch(/\n\s+at /)
  await stop('SIGTERM')
})

test('what another process imports is published by the running collector', async () => {
  const folder = await aFolder(configWatching(await aTarget()))
  const { url, stop } = await startCollector(folder)
  await waitUntil(
    () => fetchPage(url),
    (html) => html.includes('banner s-operational'),
  )
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const lines = Array.from({ length: 60 }, (_, i) =>
    JSON.stringify({
      monitor: 'api-http',
      at: new Date(Date.parse(`${yesterday}T12:00:00Z`) + i * 1_000).toISOString(),
      health: i < 30 ? 'down' : 'up',
      took: 5,
    }),
  )
  expect(await runVigie(folder, ['import', 'checks', '-'], lines.join('\n'))).toMatchObject({ code: 0 })
  const day = new RegExp(`${yesterday}[\\s\\S]{0,400}50`)
  await waitUntil(
    () => fetchPage(`${url}/components/api/`),
    (html) => day.test(html),
  )
  await stop('SIGTERM')
})

test('after a long absence the first page published knows nothing any more', async () => {
  const target = await aTarget()
  // What fails is not confirmed for a long while, however late the first page is looked at; a check tells little for long.
  const config = configWatching(target).replace('failures: 2', 'failures: 100')
  const folder = await aFolder(config.replace('timeout: 10s', 'timeout: 500ms'))
  const first = await startCollector(folder)
  await waitUntil(
    () => fetchPage(first.url),
    (html) => html.includes('banner s-operational'),
  )
  await first.stop('SIGKILL')
  // Long enough for its last check to tell nothing any more; and nobody answers any longer.
  target.delay = 10_000
  await letPass(2_700)
  const restartedAt = Date.now()
  const second = await startCollector(folder)
  // A busy machine serves the release of before until the first one is made.
  const page = await waitUntil(
    () => fetchPage(second.url),
    (html) => Number(/data-generated-at="(\d+)"/.exec(html)?.[1]) >= restartedAt,
  )
  expect(page).toContain('banner s-unknown')
  await second.stop('SIGTERM')
})

test('a page that is taken away while the collector runs is published again at once', async () => {
  const target = await aTarget()
  const folder = await aFolder(configWatching(target, 'publish: { every: 1h }'))
  const { url } = await startCollector(folder)
  await waitUntil(
    () => fetchPage(url),
    (html) => html.includes('banner s-operational'),
  )
  // More often than a start publishes for other reasons.
  for (let times = 0; times < 6; times++) {
    await rm(join(folder, 'site'), { recursive: true })
    await waitUntil(
      () => readFile(join(folder, 'site/index.html'), 'utf8').catch(() => ''),
      (html) => html.includes('banner s-operational'),
    )
  }
  expect(await fetchPage(url)).toContain('banner s-operational')
})
