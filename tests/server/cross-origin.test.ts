import { expect, test } from 'vitest'
import { aServer, aSite, ask } from './builders.ts'

const crossOriginFiles = [
  'api/v2/summary.json',
  'api/v2/incidents/unresolved.json',
  'data/api.json',
  'data/api.csv',
  'data/uptime.json',
  'rss.xml',
  'en/components/api/rss.xml',
  'atom.xml',
  'history.rss',
  'history.atom',
  'feed.json',
  'calendar.ics',
  'calendar-alarms.ics',
  'updates.xml',
  'components/api/calendar.ics',
  'badges/api.svg',
  'badges/api/uptime.svg',
  'live.json',
  'embed.js',
  'embed/banner.json',
]

const crossOriginHeaders = { origin: 'https://product.example' }

test.each(crossOriginFiles)('a page of another origin may read %s, and embed it', async (file) => {
  const server = await aServer({ site: aSite({ [file]: 'x' }) })
  for (const method of ['GET', 'HEAD']) {
    const { status, headers } = await ask(server, `/${file}`, { method, headers: crossOriginHeaders })
    expect(status).toBe(200)
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin')
    expect(headers['access-control-allow-credentials']).toBeUndefined()
  }
})

test('it may also learn that nothing has changed', async () => {
  const server = await aServer({ site: aSite({ 'live.json': 'x' }) })
  const { headers } = await ask(server, '/live.json')
  const again = await ask(server, '/live.json', {
    headers: { ...crossOriginHeaders, 'if-none-match': headers['etag']! },
  })
  expect(again.status).toBe(304)
  expect(again.headers['access-control-allow-origin']).toBe('*')
})

test.each(crossOriginFiles)('who asks first whether %s may be read is told so', async (file) => {
  const server = await aServer({ site: aSite({ [file]: 'x' }) })
  const { status, headers, body } = await ask(server, `/${file}`, {
    method: 'OPTIONS',
    headers: {
      ...crossOriginHeaders,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization, x-requested-with',
    },
  })
  expect([status, body.length]).toEqual([204, 0])
  expect(headers['access-control-allow-origin']).toBe('*')
  expect(headers['access-control-allow-methods']).toContain('GET')
  expect(headers['access-control-allow-headers']).toMatch(/\*.*Authorization/)
})

test('pages for people are for no other origin to read', async () => {
  const server = await aServer({ site: aSite({ 'index.html': 'x', 'embed/index.html': 'x' }) })
  for (const path of ['/', '/embed/'])
    expect(
      (await ask(server, path, { headers: crossOriginHeaders })).headers['access-control-allow-origin'],
    ).toBeUndefined()
})

test.each([
  ['embed/index.html', '*'],
  ['en/embed/index.html', '*'],
  ['pt-br/embed/index.html', '*'],
  ['index.html', "'none'"],
  ['en/index.html', "'none'"],
  ['incidents/embed/index.html', "'none'"],
  ['components/embed/index.html', "'none'"],
  ['embedded/index.html', "'none'"],
])('%s may be framed by %s', async (file, who) => {
  const server = await aServer({ site: aSite({ [file]: '<p>x</p>' }) })
  const { headers } = await ask(server, `/${file.replace('index.html', '')}`)
  expect(headers['content-security-policy']).toMatch(
    new RegExp(`frame-ancestors ${who.replace('*', '\\*')}$`),
  )
  expect(headers['x-frame-options']).toBeUndefined()
})
