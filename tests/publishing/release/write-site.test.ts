import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../../collector/time/system-clock.ts'
import { openFolder } from '../../../collector/publishing/release/folder-publisher.ts'
import { writeSite } from '../../../collector/publishing/release/write-site.ts'
import { aFolder, aRenderer, aSnapshot } from './builders.ts'

const pages = { '/': 'home', '/a/': 'a' }

test('a site is written into a new folder of any name and replaced the next time', async () => {
  const dir = join(aFolder(), 'deep/public')
  const extra = new Map([['logo.svg', Buffer.from('<svg/>')]])
  expect(await writeSite(dir, aSnapshot(), aRenderer(pages), extra)).toMatchObject({
    rendered: 2,
    written: 3,
  })
  expect(readFileSync(join(dir, 'logo.svg'), 'utf8')).toBe('<svg/>')
  const again = await writeSite(dir, aSnapshot(), aRenderer({ '/': 'home 2', '/b/': 'b' }))
  expect(again).toMatchObject({
    removed: ['logo.svg', 'a/index.html'],
    changed: ['index.html', 'b/index.html'],
  })
  expect(readFileSync(join(dir, 'index.html'), 'utf8')).toBe('home 2')
  expect(existsSync(join(dir, 'a'))).toBe(false)
  expect(readdirSync(join(dir, '..'))).toEqual(['public'])
})

test('what did not change is not rendered again', async () => {
  const dir = aFolder()
  await writeSite(dir, aSnapshot(), aRenderer(pages))
  const renderer = aRenderer(pages)
  expect(await writeSite(dir, aSnapshot(), renderer)).toMatchObject({
    rendered: 0,
    written: 0,
    changed: [],
    removed: [],
  })
  expect(readFileSync(join(dir, 'a/index.html'), 'utf8')).toBe('a')
})

test("a folder with somebody's files in it is refused and left alone", async () => {
  const dir = aFolder()
  mkdirSync(join(dir, 'src'))
  writeFileSync(join(dir, 'src/mine.ts'), 'mine')
  await expect(writeSite(dir, aSnapshot(), aRenderer(pages))).rejects.toThrow(
    /holds files that Vigie has not written/,
  )
  expect(readdirSync(dir)).toEqual(['src'])
})

test('the folder the collector publishes into is refused', async () => {
  const dir = aFolder()
  const publisher = await openFolder(dir, { clock: systemClock() })
  await publisher.publish(aSnapshot(), aRenderer(pages))
  await publisher.close()
  await expect(writeSite(publisher.site, aSnapshot(), aRenderer(pages))).rejects.toThrow(
    /where the collector publishes/,
  )
})

test('a page that fails leaves the folder as it was', async () => {
  const dir = aFolder()
  await writeSite(dir, aSnapshot(), aRenderer(pages))
  const broken = aRenderer({ '/': 'newer', '/a/': new Error('broken') })
  await expect(writeSite(dir, aSnapshot(), broken)).rejects.toMatchObject({
    name: 'PublishError',
    path: '/a/',
  })
  expect(readFileSync(join(dir, 'index.html'), 'utf8')).toBe('home')
})
