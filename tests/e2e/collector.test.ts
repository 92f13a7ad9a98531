import { expect, test } from 'vitest'
import { aTarget, watching } from './target.ts'
import { aFolder, page, started, until, vigie } from './vigie.ts'

test('an outage is on the page within moments, and so is its end', { timeout: 60_000 }, async () => {
  const target = await aTarget()
  const { url, end } = await started(await aFolder(watching(target)))
  await until(
    () => page(url),
    (html) => html.includes('banner s-operational'),
  )
  target.status = 500
  const down = await until(
    () => page(url),
    (html) => html.includes('banner s-major_outage'),
  )
  const incident = /incidents\/([a-z0-9]{12})\//.exec(down)![1]
  await until(
    () => page(`${url}/rss.xml`),
    (feed) => feed.includes(incident!),
  )
  expect(await page(`${url}/fr/`)).toContain('L&#39;API')
  target.status = 200
  await until(
    () => page(url),
    (html) => html.includes('banner s-operational'),
  )
  expect(await page(`${url}/incidents/${incident}/`)).toMatch(/Resolved/)
  const stopping = Date.now()
  expect(await end('SIGTERM')).toBe(0)
  expect(Date.now() - stopping).toBeLessThan(5_000)
})

test(
  'killed in the middle of an outage, it goes on with the same incident',
  { timeout: 60_000 },
  async () => {
    const target = await aTarget()
    const folder = await aFolder(watching(target))
    const first = await started(folder)
    await until(
      () => page(first.url),
      (html) => html.includes('banner s-operational'),
    )
    target.status = 503
    const down = await until(
      () => page(first.url),
      (html) => html.includes('banner s-major_outage'),
    )
    const incident = /incidents\/([a-z0-9]{12})\//.exec(down)![1]!
    await first.end('SIGKILL')
    const second = await started(folder)
    const again = await until(
      () => page(second.url),
      (html) => html.includes('banner s-major_outage'),
    )
    expect(again.match(/incidents\/([a-z0-9]{12})\//g)!.every((link) => link.includes(incident))).toBe(true)
    target.status = 200
    await until(
      () => page(`${second.url}/incidents/${incident}/`),
      (html) => html.includes('Resolved'),
    )
    await second.end('SIGTERM')
  },
)

test('a lost network opens no incident', { timeout: 60_000 }, async () => {
  const target = await aTarget()
  // Nobody listens at the connectivity address: as far as the collector can tell, it is cut off.
  const { url, end } = await started(
    await aFolder(watching(target, "connectivity: { any_of: ['tcp://127.0.0.1:1'] }\n")),
  )
  await until(
    () => page(url),
    (html) => html.includes('banner s-operational'),
  )
  target.status = 500
  const html = await until(
    () => page(url),
    (text) => text.includes('banner s-unknown'),
  )
  expect(html).not.toMatch(/incidents\/[a-z0-9]{12}\//)
  expect((await fetch(`${url}/readyz`)).status).toBe(503)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  await end('SIGTERM')
})

test('a second collector on the same folder is refused in one line', { timeout: 60_000 }, async () => {
  const folder = await aFolder(watching(await aTarget()))
  const { end } = await started(folder)
  const { code, err } = await vigie(folder, ['start', '--port', '0'])
  expect(code).toBe(1)
  expect(err).toMatch(/another collector is already running/)
  expect(err).not.toMatch(/\n\s+at /)
  await end('SIGTERM')
})

test('what another process imports is published by the running collector', { timeout: 60_000 }, async () => {
  const folder = await aFolder(watching(await aTarget()))
  const { url, end } = await started(folder)
  await until(
    () => page(url),
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
  expect(await vigie(folder, ['import', 'checks', '-'], lines.join('\n'))).toMatchObject({ code: 0 })
  const day = new RegExp(`${yesterday}[\\s\\S]{0,400}50`)
  await until(
    () => page(`${url}/components/api/`),
    (html) => day.test(html),
  )
  await end('SIGTERM')
})

test('after a long absence the first page served knows nothing any more', { timeout: 30_000 }, async () => {
  const target = await aTarget()
  const folder = await aFolder(watching(target))
  const first = await started(folder)
  await until(
    () => page(first.url),
    (html) => html.includes('banner s-operational'),
  )
  await first.end('SIGKILL')
  // Long enough for its last check to tell nothing any more; and nobody answers any longer.
  target.delay = 10_000
  await new Promise((resolve) => setTimeout(resolve, 2_700))
  const second = await started(folder)
  expect(await page(second.url)).toContain('banner s-unknown')
  await second.end('SIGTERM')
})
