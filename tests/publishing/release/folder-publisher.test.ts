import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Clock } from '../../../collector/core/time/clock.ts'
import { PublishError } from '../../../collector/publishing/release/publish-error.ts'
import { type FolderPublisher, openFolder } from '../../../collector/publishing/release/folder-publisher.ts'
import { systemClock } from '../../../collector/time/system-clock.ts'
import { fakeClock } from '../../fake-clock.ts'
import { type Pages, aFolder, aRenderer, aSnapshot } from './builders.ts'

async function aPublisher(
  dir = aFolder(),
  grace = 50,
  clock: Clock = systemClock(),
): Promise<FolderPublisher> {
  const publisher = await openFolder(dir, { clock, grace })
  onTestFinished(() => publisher.close())
  return publisher
}

const read = (publisher: FolderPublisher, file: string): string =>
  readFileSync(join(publisher.site, file), 'utf8')
const filesUnder = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted()

test('a first publication writes every page, asset and file of the operator', async () => {
  const publisher = await aPublisher()
  const renderer = aRenderer(
    { '/': 'home', '/en/': 'home in English', '/rss.xml': '<rss/>' },
    { assets: { 'robots.txt': 'all' } },
  )
  const done = await publisher.publish(aSnapshot(), renderer, {
    extra: new Map([['logo.svg', Buffer.from('<svg/>')]]),
  })
  expect(done).toMatchObject({ rendered: 3, written: 5, removed: [] })
  expect(filesUnder(publisher.current()!)).toEqual([
    'en/index.html',
    'index.html',
    'logo.svg',
    'robots.txt',
    'rss.xml',
  ])
  expect(read(publisher, 'en/index.html')).toBe('home in English')
})

test('only pages whose fingerprint changed are rendered, only changed bytes are written', async () => {
  const publisher = await aPublisher()
  await publisher.publish(
    aSnapshot(),
    aRenderer({ '/': 'one', '/a/': 'a', '/b/': 'b' }, { fingerprints: { '/b/': 'old' } }),
  )
  const next = aRenderer({ '/': 'two', '/a/': 'a', '/b/': 'b' }, { fingerprints: { '/b/': 'new' } })
  const done = await publisher.publish(aSnapshot(), next)
  expect(next.rendered).toEqual(['/', '/b/'])
  expect(done).toMatchObject({ changed: ['index.html'], removed: [], rendered: 2, written: 1 })
  expect(read(publisher, 'index.html')).toBe('two')
})

test('an urgent publication leaves deferrable pages to the next one, but not those with news', async () => {
  const publisher = await aPublisher()
  const pages = (news: string, minute: string) => {
    const renderer = aRenderer({ '/': `home ${news}`, '/a/': `a ${minute}`, '/b/': `b ${news}` })
    return {
      ...renderer,
      routes: (snapshot: ReturnType<typeof aSnapshot>) =>
        renderer.routes(snapshot).map((route) => {
          if (route.path === '/') return route
          return { ...route, deferrableKey: route.path === '/a/' ? 'same' : news }
        }),
    }
  }
  await publisher.publish(aSnapshot(), pages('up', '1'))
  await publisher.publish(aSnapshot(), pages('down', '2'), { scope: 'news' })
  expect(['index.html', 'a/index.html', 'b/index.html'].map((file) => read(publisher, file))).toEqual([
    'home down',
    'a 1',
    'b down',
  ])
  const after = await publisher.publish(aSnapshot(), pages('down', '2'))
  expect(after.changed).toEqual(['a/index.html'])
  expect(read(publisher, 'a/index.html')).toBe('a 2')
})

test('a publication that changes no byte leaves the release where it is', async () => {
  const publisher = await aPublisher()
  await publisher.publish(aSnapshot(), aRenderer({ '/': 'one' }))
  const release = publisher.current()
  const done = await publisher.publish(
    aSnapshot(),
    aRenderer({ '/': 'one' }, { fingerprints: { '/': 'other' } }),
  )
  expect(done).toMatchObject({ changed: [], removed: [], rendered: 1, written: 0 })
  expect(publisher.current()).toBe(release)
})

test('a new build of the templates renders everything and writes what differs', async () => {
  const publisher = await aPublisher()
  await publisher.publish(aSnapshot(), aRenderer({ '/': 'one', '/a/': 'a' }))
  const done = await publisher.publish(
    aSnapshot(),
    aRenderer({ '/': 'one', '/a/': 'a2' }, { build: 'build-2' }),
  )
  expect(done).toMatchObject({ rendered: 2, written: 1, changed: ['a/index.html'] })
})

test('a page that is gone leaves no file and no empty folder, in any release that follows', async () => {
  const publisher = await aPublisher(undefined, 0)
  for (let n = 0; n < 6; n++) {
    const pages: Pages =
      n % 2 === 0 ? { '/': `${n}`, '/x/y/': 'deep' } : { '/': `${n}`, '/x': 'a file where a folder was' }
    const done = await publisher.publish(aSnapshot(n), aRenderer(pages))
    if (n > 0) expect(done.removed).toEqual(n % 2 === 0 ? ['x'] : ['x/y/index.html'])
    expect(filesUnder(publisher.current()!)).toEqual(
      n % 2 === 0 ? ['index.html', 'x/y/index.html'] : ['index.html', 'x'],
    )
    expect(read(publisher, 'index.html')).toBe(`${n}`)
  }
})

test('a page that fails to render leaves the last good release and is named', async () => {
  const publisher = await aPublisher()
  await publisher.publish(aSnapshot(), aRenderer({ '/': 'good', '/a/': 'a' }))
  const broken = aRenderer({ '/': 'newer', '/a/': new Error('status of undefined') })
  const failed = await publisher.publish(aSnapshot(), broken).catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(PublishError)
  expect(failed).toMatchObject({ path: '/a/', message: '/a/ could not be rendered: status of undefined' })
  expect(read(publisher, 'index.html')).toBe('good')
  await publisher.publish(aSnapshot(), aRenderer({ '/': 'mended', '/a/': 'a' }))
  expect(read(publisher, 'index.html')).toBe('mended')
})

test.each(['../out.html', '/etc/passwd', 'a/../../out', 'a//b', './a', 'a\\b', 'a\u0000b', ''])(
  'a page that would be written to %j is refused',
  async (file) => {
    const publisher = await aPublisher()
    const renderer = { ...aRenderer({ '/p/': 'p' }), routes: () => [{ path: '/p/', file, fingerprint: '1' }] }
    await expect(publisher.publish(aSnapshot(), renderer)).rejects.toMatchObject({
      name: 'PublishError',
      path: '/p/',
    })
  },
)

test('two pages that want one file are refused', async () => {
  const publisher = await aPublisher()
  await expect(publisher.publish(aSnapshot(), aRenderer({ '/': 'a', '/index.html': 'b' }))).rejects.toThrow(
    /already taken/,
  )
  await expect(publisher.publish(aSnapshot(), aRenderer({ '/x': 'a', '/x/': 'b' }))).rejects.toThrow(
    /is a file of the site/,
  )
})

test('a restart renders nothing again', async () => {
  const dir = aFolder()
  const before = await openFolder(dir, { clock: systemClock() })
  await before.publish(aSnapshot(), aRenderer({ '/': 'home', '/a/': 'a' }))
  await before.close()
  const after = await aPublisher(dir)
  const renderer = aRenderer({ '/': 'home', '/a/': 'a' })
  expect(await after.publish(aSnapshot(), renderer)).toMatchObject({ rendered: 0, written: 0, changed: [] })
  expect(after.current()).toBe(before.current())
})

test.each([
  ['a lost manifest', (release: string) => rmSync(`${release}.json`)],
  [
    'a torn manifest',
    (release: string) => writeFileSync(`${release}.json`, '{"version":1,"build":"build-1","fil'),
  ],
  ['a tampered page', (release: string) => writeFileSync(join(release, 'index.html'), 'hacked')],
  ['a deleted page', (release: string) => rmSync(join(release, 'a/index.html'))],
])('%s makes a restart render everything', async (_, harm) => {
  const dir = aFolder()
  const before = await openFolder(dir, { clock: systemClock() })
  await before.publish(aSnapshot(), aRenderer({ '/': 'home', '/a/': 'a' }))
  await before.close()
  harm(before.current()!)
  const after = await aPublisher(dir)
  expect(await after.publish(aSnapshot(), aRenderer({ '/': 'home', '/a/': 'a' }))).toMatchObject({
    rendered: 2,
  })
  expect(read(after, 'index.html')).toBe('home')
  expect(read(after, 'a/index.html')).toBe('a')
})

test('a release whose files vanish while running is made again', async () => {
  const publisher = await aPublisher()
  await publisher.publish(aSnapshot(), aRenderer({ '/': '1', '/a/': 'a' }))
  rmSync(join(publisher.current()!, 'a'), { recursive: true })
  await publisher.publish(aSnapshot(), aRenderer({ '/': '2', '/a/': 'a' }))
  expect(read(publisher, 'a/index.html')).toBe('a')
  rmSync(publisher.site)
  await publisher.publish(aSnapshot(), aRenderer({ '/': '2', '/a/': 'a' }))
  expect(read(publisher, 'a/index.html')).toBe('a')
})

test("a folder of the operator's in the place of the site is refused, an empty one is not", async () => {
  const dir = aFolder()
  mkdirSync(join(dir, 'site'))
  const publisher = await aPublisher(dir)
  await publisher.publish(aSnapshot(), aRenderer({ '/': 'home' }))
  expect(read(publisher, 'index.html')).toBe('home')
  const other = aFolder()
  mkdirSync(join(other, 'site'))
  writeFileSync(join(other, 'site/mine.html'), 'mine')
  await expect(openFolder(other, { clock: systemClock() })).rejects.toThrow(
    /already holds files that Vigie has not published/,
  )
  expect(readFileSync(join(other, 'site/mine.html'), 'utf8')).toBe('mine')
  const linked = aFolder()
  symlinkSync(other, join(linked, 'site'))
  await expect(openFolder(linked, { clock: systemClock() })).rejects.toThrow(
    /is a link to .* which Vigie has not made/,
  )
})

test('leftovers of a crash are removed after the next release, the served one stays', async () => {
  const dir = aFolder()
  const crashed = await openFolder(dir, { clock: systemClock() })
  await crashed.publish(aSnapshot(), aRenderer({ '/': 'old' }))
  await crashed.close()
  for (const name of ['abc-7', 'abc-stage', 'abc-9']) {
    mkdirSync(join(dir, '.releases', name))
    writeFileSync(join(dir, '.releases', name, 'half'), 'half')
  }
  writeFileSync(join(dir, '.releases/abc-9.json~'), '{')
  writeFileSync(
    join(dir, '.releases/lock'),
    JSON.stringify({ host: (await import('node:os')).hostname(), pid: 2 ** 30, id: 'x' }),
  )
  const clock = fakeClock()
  const publisher = await aPublisher(dir, 50, clock)
  await publisher.publish(aSnapshot(), aRenderer({ '/': 'new' }))
  expect(existsSync(join(dir, '.releases/abc-7'))).toBe(true)
  await clock.advance(50)
  await expect
    .poll(() => readdirSync(join(dir, '.releases')).filter((name) => name.startsWith('abc')))
    .toEqual([])
  expect(read(publisher, 'index.html')).toBe('new')
})

test('the number of release folders stays small over many slow releases', async () => {
  const clock = fakeClock()
  const publisher = await aPublisher(undefined, 5, clock)
  for (let n = 0; n < 20; n++) {
    await publisher.publish(aSnapshot(n), aRenderer({ '/': `${n}`, '/a/': 'a' }))
    await clock.advance(8)
  }
  const folders = readdirSync(join(publisher.site, '../.releases'), { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  )
  expect(folders.length).toBeLessThanOrEqual(4)
})

test('every release has a name of its own', async () => {
  const publisher = await aPublisher(undefined, 0)
  const names = new Set<string>()
  for (let n = 0; n < 10; n++) {
    await publisher.publish(aSnapshot(n), aRenderer({ '/': `${n}` }))
    names.add(readlinkSync(publisher.site))
  }
  expect(names.size).toBe(10)
})

test('a release that is held keeps its bytes while others follow', async () => {
  const publisher = await aPublisher(undefined, 0)
  await publisher.publish(aSnapshot(), aRenderer({ '/': 'held', '/gone/': 'gone' }))
  const held = publisher.hold()!
  for (let n = 0; n < 12; n++) await publisher.publish(aSnapshot(n), aRenderer({ '/': `${n}` }))
  expect(readFileSync(join(held.dir, 'index.html'), 'utf8')).toBe('held')
  expect(existsSync(join(held.dir, 'gone/index.html'))).toBe(true)
  held.release()
  for (let n = 0; n < 12; n++) await publisher.publish(aSnapshot(n), aRenderer({ '/': `again ${n}` }))
  expect(existsSync(held.dir)).toBe(false)
})

const pagesOf = (n: string): Pages => ({ '/': n, '/a/': 'a', '/b/': `b ${n}` })

test('two publishers on one folder take turns and never lose a page', async () => {
  const dir = aFolder()
  const [one, two] = [await aPublisher(dir, 10), await aPublisher(dir, 10)]
  const publishAll = async (publisher: FolderPublisher, who: string): Promise<void> => {
    for (let n = 0; n < 15; n++) await publisher.publish(aSnapshot(), aRenderer(pagesOf(`${who} ${n}`)))
  }
  await Promise.all([publishAll(one, 'one'), publishAll(two, 'two')])
  expect(read(one, 'b/index.html')).toBe(`b ${read(one, 'index.html')}`)
  expect(read(one, 'a/index.html')).toBe('a')
  await one.publish(aSnapshot(), aRenderer(pagesOf('last')))
  expect(read(two, 'b/index.html')).toBe('b last')
})

/** Pages that can wait, and one that cannot; what an event changes, what the minutes change. */
const scoped = (event: string, minute: string, hour: string) => {
  const renderer = aRenderer({
    '/': `home ${event} ${minute}`,
    '/a/': `a ${event} ${minute}`,
    '/b/': `b ${event}`,
    '/c/': `c ${event}`,
  })
  return {
    ...renderer,
    rendered: renderer.rendered,
    routes: (snapshot: ReturnType<typeof aSnapshot>, scope?: string) =>
      renderer
        .routes(snapshot)
        .filter(({ path }) => scope !== 'present' || path === '/')
        .map((route) => {
          if (route.path === '/') return route
          const hourly = route.path === '/a/' ? { hourlyKey: `${event} ${hour}` } : {}
          return { ...route, deferrableKey: 'same', ...hourly }
        }),
  }
}

test('what only moves with the minutes is left as of the hour', async () => {
  const publisher = await aPublisher()
  await publisher.publish(aSnapshot(), scoped('up', '1', '12'))
  const later = scoped('up', '2', '12')
  await publisher.publish(aSnapshot(), later, { scope: 'minute' })
  expect(later.rendered).toEqual(['/'])
  const event = scoped('down', '3', '12')
  await publisher.publish(aSnapshot(), event, { scope: 'minute' })
  expect(event.rendered).toEqual(['/', '/a/', '/b/', '/c/'])
  const hour = scoped('down', '4', '13')
  await publisher.publish(aSnapshot(), hour, { scope: 'minute' })
  expect(hour.rendered).toEqual(['/', '/a/'])
})

test('a minute in which nothing happened lists the pages of the present, and keeps all others', async () => {
  const publisher = await aPublisher()
  await publisher.publish(aSnapshot(), scoped('up', '1', '12'))
  const next = scoped('up', '2', '13')
  const done = await publisher.publish(aSnapshot(), next, { scope: 'present' })
  expect(next.rendered).toEqual(['/'])
  expect(done).toMatchObject({ changed: ['index.html'], removed: [], isComplete: true })
  expect(read(publisher, 'a/index.html')).toBe('a up 1')
})

test('the first publication shows what cannot wait at once; the rest follows, and news comes in between', async () => {
  const publisher = await aPublisher()
  const first = await publisher.publish(aSnapshot(), scoped('up', '1', '12'), { scope: 'news' })
  expect(first.isComplete).toBe(false)
  expect(filesUnder(publisher.current()!)).toEqual(['index.html'])
  let asked = 0
  const part = await publisher.publish(aSnapshot(), scoped('up', '1', '12'), {
    scope: 'minute',
    isInterrupted: () => ++asked > 1,
  })
  expect(part.isComplete).toBe(false)
  expect(filesUnder(publisher.current()!)).toEqual(['a/index.html', 'b/index.html', 'index.html'])
  const news = scoped('down', '2', '12')
  await publisher.publish(aSnapshot(), news, { scope: 'news' })
  expect(news.rendered).toEqual(['/'])
  const rest = await publisher.publish(aSnapshot(), scoped('down', '2', '12'), { scope: 'minute' })
  expect(rest.isComplete).toBe(true)
  expect(['index.html', 'a/index.html', 'c/index.html'].map((file) => read(publisher, file))).toEqual([
    'home down 2',
    'a down 2',
    'c down',
  ])
})

test('after an update of the templates what cannot wait comes first, beside pages as they were and their assets', async () => {
  const dir = aFolder()
  const before = await aPublisher(dir)
  const oldStyle = new Map([['_astro/old.css', Buffer.from('old')]])
  await before.publish(aSnapshot(), { ...scoped('up', '1', '12'), assets: oldStyle })
  const update = (event: string, minute: string) => ({
    ...scoped(event, minute, '12'),
    build: 'build-2',
    assets: new Map([['_astro/new.css', Buffer.from('new')]]),
  })
  const publisher = await aPublisher(dir)
  const first = update('down', '2')
  expect((await publisher.publish(aSnapshot(), first, { scope: 'news' })).isComplete).toBe(false)
  expect(first.rendered).toEqual(['/'])
  expect(['index.html', 'b/index.html', '_astro/old.css'].map((file) => read(publisher, file))).toEqual([
    'home down 2',
    'b up',
    'old',
  ])
  let asked = 0
  const part = await publisher.publish(aSnapshot(), update('down', '2'), {
    scope: 'minute',
    isInterrupted: () => ++asked > 1,
  })
  expect(part.isComplete).toBe(false)
  expect(existsSync(join(publisher.site, '_astro/old.css'))).toBe(true)
  // A process that starts in between goes on from there.
  const next = await aPublisher(dir)
  const rest = update('down', '2')
  expect((await next.publish(aSnapshot(), rest, { scope: 'minute' })).isComplete).toBe(true)
  expect(rest.rendered).toEqual(['/c/'])
  expect(filesUnder(next.current()!)).toEqual([
    '_astro/new.css',
    'a/index.html',
    'b/index.html',
    'c/index.html',
    'index.html',
  ])
  expect(read(next, 'c/index.html')).toBe('c down')
})

test('a publication that is interrupted leaves what it did not reach as it was', async () => {
  const publisher = await aPublisher()
  await publisher.publish(aSnapshot(), scoped('up', '1', '12'))
  let asked = 0
  const done = await publisher.publish(aSnapshot(), scoped('down', '2', '12'), {
    scope: 'minute',
    isInterrupted: () => ++asked > 1,
  })
  expect(done).toMatchObject({ isComplete: false, removed: [] })
  const texts = ['index', 'a/index', 'b/index', 'c/index'].map((file) => read(publisher, `${file}.html`))
  expect(texts).toEqual(['home down 2', 'a down 2', 'b up', 'c up'])
})

test('a minute in which nothing happened makes all pages where the release before cannot be gone on from', async () => {
  const publisher = await aPublisher(aFolder(), 60_000)
  await publisher.publish(aSnapshot(), scoped('up', '1', '12'))
  // Somebody takes the release away that is served: nothing can be linked from it.
  rmSync(publisher.current()!, { recursive: true })
  await publisher.publish(aSnapshot(), scoped('up', '2', '12'), { scope: 'present' })
  expect(filesUnder(publisher.current()!)).toEqual([
    'a/index.html',
    'b/index.html',
    'c/index.html',
    'index.html',
  ])
})

test('so it does where the templates are others', async () => {
  const publisher = await aPublisher()
  await publisher.publish(aSnapshot(), scoped('up', '1', '12'))
  const next = { ...scoped('up', '2', '12'), build: 'build-2' }
  await publisher.publish(aSnapshot(), next, { scope: 'present' })
  expect(next.rendered).toEqual(['/', '/a/', '/b/', '/c/'])
})
