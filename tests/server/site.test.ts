import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { aServer, aSite, ask, writeSiteFile } from './builders.ts'

const long = 'a line of the page\n'.repeat(200)

test('a folder is its index page, and a file is itself', async () => {
  const server = await aServer({
    site: aSite({ 'index.html': 'home', 'en/index.html': 'in English', 'robots.txt': 'all' }),
  })
  expect((await ask(server, '/')).body.toString()).toBe('home')
  expect((await ask(server, '/en/')).body.toString()).toBe('in English')
  expect((await ask(server, '/robots.txt?query')).body.toString()).toBe('all')
})

test('a folder without its slash is redirected, relatively, so that it works below any folder of a proxy', async () => {
  const server = await aServer({ site: aSite({ 'a/b c/index.html': 'x', 'javascript:x/index.html': 'x' }) })
  const answer = await ask(server, '/a/b%20c?from=mail')
  expect(answer.status).toBe(301)
  expect(answer.headers['location']).toBe('./b%20c/?from=mail')
  expect((await ask(server, '/javascript:x')).headers['location']).toBe('./javascript:x/')
})

test.each([
  ['rss.xml', 'application/rss+xml; charset=utf-8'],
  ['components/api/rss.xml', 'application/rss+xml; charset=utf-8'],
  ['history.atom', 'application/atom+xml; charset=utf-8'],
  ['sitemap.xml', 'application/xml; charset=utf-8'],
  ['feed.json', 'application/feed+json; charset=utf-8'],
  ['live.json', 'application/json; charset=utf-8'],
  ['calendar.ics', 'text/calendar; charset=utf-8'],
  ['calendar-alarms.ics', 'text/calendar; charset=utf-8'],
  ['updates.xml', 'application/atom+xml; charset=utf-8'],
  ['data/api.csv', 'text/csv; charset=utf-8'],
  ['badges/api.svg', 'image/svg+xml; charset=utf-8'],
  ['index.html', 'text/html; charset=utf-8'],
  ['constructor', 'application/octet-stream'],
])('%s is served as %s', async (file, type) => {
  const server = await aServer({ site: aSite({ [file]: 'x' }) })
  const answer = await ask(server, `/${file}`)
  expect(answer.headers['content-type']).toBe(type)
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
  const open = !['text/html; charset=utf-8', 'application/octet-stream'].includes(type)
  expect(answer.headers['access-control-allow-origin']).toBe(open ? '*' : undefined)
})

test('what is not there gets the page for it, in the language of the address, with status 404', async () => {
  const server = await aServer({
    site: aSite({ '404.html': 'perdu', 'en/404.html': 'lost', 'index.html': '' }),
  })
  const answer = await ask(server, '/nothing/here/')
  expect([answer.status, answer.body.toString()]).toEqual([404, 'perdu'])
  expect((await ask(server, '/en/nothing')).body.toString()).toBe('lost')
})

test.each([
  '/../secret',
  '/..%2fsecret',
  '/%2e%2e/secret',
  '/a/..%5c..%5csecret',
  '/..\\secret',
  '//secret',
  '/a//b.txt',
  '/.hidden',
  '/a/.git/config',
  '/%2ehidden',
  '/index.html%00.png',
  '/%',
  '/%ff',
  `/${'x'.repeat(5_000)}`,
  '/a/b.txt/c',
  '/a',
])('nothing outside the site is reached by %s', async (path) => {
  const site = aSite({ '.hidden': 'SECRET', 'a/.git/config': 'SECRET', 'a/b.txt': 'b', 'index.html': 'home' })
  writeSiteFile(dirname(site), 'secret', 'SECRET')
  writeSiteFile(dirname(site), 'secret/../other', 'SECRET')
  const answer = await ask(await aServer({ site }), path)
  expect([400, 404]).toContain(answer.status)
  expect(answer.body.toString()).not.toContain('SECRET')
})

test('a page not asked for again is known by its ETag, whatever its encoding', async () => {
  const server = await aServer({ site: aSite({ 'index.html': long }) })
  const plain = await ask(server, '/')
  const packed = await ask(server, '/', { headers: { 'accept-encoding': 'gzip, br' } })
  expect(packed.headers['etag']).not.toBe(plain.headers['etag'])
  for (const tag of [
    plain.headers['etag']!,
    packed.headers['etag']!,
    `"other", W/${plain.headers['etag']}`,
    '*',
  ]) {
    const answer = await ask(server, '/', { headers: { 'if-none-match': tag, 'accept-encoding': 'br' } })
    expect([answer.status, answer.body.length]).toEqual([304, 0])
    expect(answer.headers['etag']).toBe(packed.headers['etag'])
    expect(answer.headers['vary']).toBe('Accept-Encoding')
  }
  expect((await ask(server, '/', { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
})

test('a page has a date only once a date can tell it from the one before', async () => {
  const site = aSite({ 'young.html': 'x', 'old.html': 'x' })
  const then = new Date('2026-11-01T10:00:00.500Z')
  utimesSync(join(site, 'old.html'), then, then)
  const server = await aServer({ site })
  expect((await ask(server, '/young.html')).headers['last-modified']).toBeUndefined()
  const { headers } = await ask(server, '/old.html')
  expect(headers['last-modified']).toBe('Sun, 01 Nov 2026 10:00:00 GMT')
  const since = (date: string): Promise<number> =>
    ask(server, '/old.html', { headers: { 'if-modified-since': date } }).then(({ status }) => status)
  expect(await since(headers['last-modified']!)).toBe(304)
  expect(await since('Sun, 01 Nov 2026 09:59:59 GMT')).toBe(200)
  expect(await since('nonsense')).toBe(200)
})

test.each([
  ['br', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['zstd', 'zstd', zstdDecompressSync],
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['br;q=0.5, gzip;q=0.8', 'gzip', gunzipSync],
  ['*', 'br', brotliDecompressSync],
])('accepting %s gets %s', async (accept, encoding, decode) => {
  const server = await aServer({ site: aSite({ 'index.html': long }) })
  const answer = await ask(server, '/', { headers: { 'accept-encoding': accept } })
  expect(answer.headers['content-encoding']).toBe(encoding)
  expect(answer.headers['content-length']).toBe(String(answer.body.length))
  expect(decode(answer.body).toString()).toBe(long)
})

test.each(['identity', 'br;q=0', 'deflate', ''])(
  'accepting only %j gets the page as it is',
  async (accept) => {
    const server = await aServer({ site: aSite({ 'index.html': long }) })
    const answer = await ask(server, '/', { headers: { 'accept-encoding': accept } })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.body.toString()).toBe(long)
  },
)

test('what is short or packed already is not compressed', async () => {
  const server = await aServer({ site: aSite({ 'short.txt': 'ok', 'photo.png': long }) })
  for (const path of ['/short.txt', '/photo.png']) {
    const { headers } = await ask(server, path, { headers: { 'accept-encoding': 'br' } })
    expect([headers['content-encoding'], headers['vary']]).toEqual([undefined, undefined])
  }
})

test('HEAD says what GET would, without the body', async () => {
  const server = await aServer({ site: aSite({ 'index.html': long }) })
  const [get, head] = [await ask(server, '/'), await ask(server, '/', { method: 'HEAD' })]
  expect(head.body.length).toBe(0)
  expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' })
})

test('the site is for reading', async () => {
  const server = await aServer()
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const answer = await ask(server, '/', { method, body: 'x' })
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS'])
  }
  expect((await ask(server, '/', { method: 'OPTIONS' })).status).toBe(204)
})

test('files named for their content are kept for ever, everything else is asked for again', async () => {
  const server = await aServer({ site: aSite({ '_astro/x.abc123.css': 'a', 'index.html': 'b' }) })
  expect((await ask(server, '/_astro/x.abc123.css')).headers['cache-control']).toContain('immutable')
  expect((await ask(server, '/')).headers['cache-control']).toBe('public, max-age=0, must-revalidate')
})

test('a file changed in a plain folder is served changed', async () => {
  const site = aSite({ 'index.html': 'one' })
  const server = await aServer({ site })
  expect((await ask(server, '/')).body.toString()).toBe('one')
  writeSiteFile(site, 'index.html', 'three')
  expect((await ask(server, '/')).body.toString()).toBe('three')
})

test('a new release is served from the instant the link leads to it', async () => {
  const dir = dirname(aSite({}))
  const link = join(dir, 'link')
  const release = (n: number): void => {
    mkdirSync(join(dir, `.releases/r${n}`), { recursive: true })
    writeFileSync(join(dir, `.releases/r${n}/index.html`), `release ${n}`)
    symlinkSync(`.releases/r${n}`, join(dir, 'next'))
    renameSync(join(dir, 'next'), link)
  }
  const server = await aServer({ site: link })
  const before = await ask(server, '/')
  expect([before.status, before.headers['retry-after'], before.headers['refresh']]).toEqual([503, '5', '5'])
  for (let n = 0; n < 5; n++) {
    release(n)
    for (let times = 0; times < 2; times++)
      expect((await ask(server, '/')).body.toString()).toBe(`release ${n}`)
  }
})

test('a link that leads anywhere but to a release serves nothing of what lies behind it', async () => {
  const dir = dirname(aSite({}))
  mkdirSync(join(dir, '.releases/r1/deeper'), { recursive: true })
  mkdirSync(join(dir, 'private'))
  for (const folder of ['private', '.releases', '.releases/r1/deeper'])
    writeFileSync(join(dir, folder, 'passwd'), 'secret')
  const link = join(dir, 'link')
  const server = await aServer({ site: link })
  for (const target of ['private', join(dir, 'private'), '.releases', '.releases/r1/deeper', '/etc']) {
    rmSync(link, { force: true })
    symlinkSync(target, link)
    expect([target, (await ask(server, '/passwd')).status]).toEqual([target, 503])
  }
})

test.each(['a release', 'a folder'])(
  'a link inside of %s serves nothing of what lies outside',
  async (kind) => {
    const dir = dirname(aSite({}))
    const folder = join(dir, kind === 'a folder' ? 'plain' : '.releases/r1')
    mkdirSync(join(folder, 'deeper'), { recursive: true })
    mkdirSync(join(dir, 'private'))
    writeFileSync(join(dir, 'private/passwd'), 'secret')
    writeFileSync(join(folder, 'deeper/page.txt'), 'public')
    symlinkSync(join(dir, 'private/passwd'), join(folder, 'file.txt'))
    symlinkSync('../../private', join(folder, 'folder'))
    symlinkSync('nothing', join(folder, 'broken.txt'))
    const link = join(dir, 'link')
    if (kind === 'a release') symlinkSync('.releases/r1', link)
    const server = await aServer({ site: kind === 'a release' ? link : folder })
    for (const path of ['/file.txt', '/folder/passwd', '/broken.txt'])
      expect([path, (await ask(server, path)).status]).toEqual([path, 404])
    expect((await ask(server, '/deeper/page.txt')).status).toBe(200)
  },
)
