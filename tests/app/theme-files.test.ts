import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readThemeFiles, themeFiles } from '../../collector/app/theme/theme-files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-theme-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string): void => {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
}
const theme = { accent: null, logo: null, css: 'look/custom.css' }

test('what a style sheet names beside it is published with it, and nothing else', async () => {
  write('look/my font.woff2', 'font')
  write('look/img/bg.png', 'picture')
  write('look/secret.txt', 'secret')
  write(
    'look/custom.css',
    `/* url(old.png) */ @font-face { src: url("my%20font.woff2?v=2") } body { background: url(img/bg.png) }
     a { background: url(data:image/png;base64,AA), url('https://elsewhere.example/x.png'), url(#mark), url(/favicon.svg) }`,
  )
  const files = await themeFiles(folder, theme)
  expect([...files.keys()].toSorted()).toEqual(['custom.css', join('img', 'bg.png'), 'my font.woff2'])
})

test('imported sheets and names with parentheses are published, with what they name themselves', async () => {
  write('look/base/base.css', '@font-face { src: url(a.woff2) }')
  write('look/base/a.woff2', 'font')
  write('look/a(1).woff2', 'font')
  write('look/custom.css', '@import "base/base.css"; @import \'custom.css\'; a { src: url("a(1).woff2") }')
  const files = await themeFiles(folder, theme)
  expect([...files.keys()].toSorted()).toEqual(['a(1).woff2', 'base/a.woff2', 'base/base.css', 'custom.css'])
})

test('pictures of an image set are published, with url() and without', async () => {
  for (const name of ['one.png', 'zwei ü.png', 'three.png', 'four.png']) write(`look/${name}`, 'picture')
  write(
    'look/custom.css',
    `a { background: image-set("one.png" 1x, 'zwei ü.png' 2x, url(three.png) 3x) }
     b { background: -webkit-image-set( "four.png" 96dpi ) } c::after { content: "text, \\"quoted\\" 2x" }`,
  )
  const files = await themeFiles(folder, theme)
  expect([...files.keys()].toSorted()).toEqual([
    'custom.css',
    'four.png',
    'one.png',
    'three.png',
    'zwei ü.png',
  ])
})

test('two files of one name in the site are refused', async () => {
  write('look/custom.css', 'a { background: url(logo.svg) }')
  write('look/logo.svg', '<svg/>')
  write('logo.svg', '<svg/>')
  await expect(themeFiles(folder, { ...theme, logo: 'logo.svg' })).rejects.toThrow(
    'has the same name in the site',
  )
})

test.each([
  ['url(img/)', 'cannot be read as a file'],
  ['url(missing.woff2)', 'look/custom.css:1:21 names missing.woff2, but there is no'],
  ['url(../status.yaml)', 'look/custom.css:1:21 names ../status.yaml, which lies above'],
])('a sheet with %s is refused', async (address, message) => {
  write('look/custom.css', `a { background: ${address} }`)
  write('look/img/x.png', '')
  write('status.yaml', 'secret')
  await expect(themeFiles(folder, theme)).rejects.toThrow(message)
})

test('a sheet that is not there is refused', async () => {
  await expect(themeFiles(folder, theme)).rejects.toThrow(
    'page.theme.css names look/custom.css, but there is no',
  )
})

test('everything that is wrong with a theme is named at once, where it stands', async () => {
  write(
    'look/custom.css',
    '/* url(old.png)\n */ a {\n  src: url(one.woff2), url("img/two.png?x") }\n@import "base.css";',
  )
  write('look/base.css', 'b { background: url(three.png) }')
  const { problems } = await readThemeFiles(folder, { ...theme, logo: 'logo.svg' })
  expect(
    problems.map(({ key, sheet, message }) => [
      key,
      sheet && `${sheet.path.slice(folder.length + 1)}:${sheet.line}:${sheet.column}`,
      message.slice(0, message.indexOf(',')),
    ]),
  ).toEqual([
    ['css', 'look/custom.css:3:12', 'names one.woff2'],
    ['css', 'look/custom.css:3:29', 'names img/two.png'],
    ['css', 'look/base.css:1:21', 'names three.png'],
    ['logo', null, 'names logo.svg'],
  ])
})

test('addresses of other hosts are told of, where they stand: the page loads nothing from there', async () => {
  write(
    'look/custom.css',
    '@import "https://fonts.example/a.css";\na { src: url(//cdn.example/b.woff2), url(data:font/woff2;base64,AA) }',
  )
  const { problems, warnings } = await readThemeFiles(folder, theme)
  expect(problems).toEqual([])
  expect(warnings.map(({ sheet, message }) => [sheet?.line, sheet?.column, message.split(',')[0]])).toEqual([
    [1, 10, 'names https://fonts.example/a.css'],
    [2, 14, 'names //cdn.example/b.woff2'],
  ])
})

test('addresses from the root of the host are told of, where they stand: nothing is published there', async () => {
  write('look/font.woff2', 'font')
  write(
    'look/custom.css',
    '@font-face { src: url(/font.woff2?v=2) }\na { background: URL("/img/bg.png"), url(/favicon.svg), url(data:,) }\n@import "/base.css";',
  )
  const { files, problems, warnings } = await readThemeFiles(folder, theme)
  expect([...files.keys()]).toEqual(['custom.css'])
  expect(problems).toEqual([])
  expect(warnings.map(({ sheet, message }) => [sheet?.line, sheet?.column, message])).toEqual([
    [1, 23, expect.stringContaining('names /font.woff2, which is looked for at the root of the host')],
    [2, 22, expect.stringMatching(/names \/img\/bg\.png, .* and write img\/bg\.png\.$/)],
    [3, 10, expect.stringContaining('names /base.css')],
  ])
})

test.each(['status.yaml', 'status.db', 'notices/a.md', 'page.html', 'key.pem'])(
  '%s is nothing that a page shows, and is not published',
  async (name) => {
    write(name, 'secret')
    write('custom.css', `a { background: url("${name}") }`)
    for (const named of [
      { accent: null, logo: null, css: name },
      { accent: null, logo: name, css: null },
      { accent: null, logo: null, css: 'custom.css' },
    ]) {
      const { files, problems } = await readThemeFiles(folder, named)
      expect([...files.keys()].filter((file) => file !== 'custom.css')).toEqual([])
      expect(problems.map(({ message }) => message)).toEqual([
        expect.stringContaining(
          `names ${name}, which is no picture, font or style sheet. Name one that ends`,
        ),
      ])
    }
  },
)
