import { expect, test } from 'vitest'
import { excerpt, plainText, toHtml } from '../../collector/core/text/markdown.ts'

test('raw HTML is shown as text, and links are marked', () => {
  expect(toHtml('<b>x</b>')).toBe('<p>&lt;b&gt;x&lt;/b&gt;</p>\n')
  expect(toHtml('[a](https://example.org)')).toContain('rel="nofollow noopener noreferrer"')
  expect(toHtml('[a](javascript:alert(1))')).not.toContain('<a')
})

test('a name that begins with www is a link, the name of a file is none', () => {
  expect(toHtml('see www.example.com/a, README.md and example.com')).toBe(
    '<p>see <a href="http://www.example.com/a" rel="nofollow noopener noreferrer">www.example.com/a</a>, README.md and example.com</p>\n',
  )
})

test('a link that leads nowhere from a feed or a mail is its words', () => {
  for (const link of [
    '/foo',
    'foo/',
    '#top',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
  ])
    for (const html of [toHtml(`[**see** it](${link}) now`), toHtml(`[**see** it][1] now\n\n[1]: ${link}`)])
      expect(html).toBe('<p><strong>see</strong> it now</p>\n')
  expect(toHtml('<javascript:alert(1)>')).not.toContain('<a')
  expect(toHtml('[a](HTTPS://example.org) [b](/x)')).toMatch(/<a href="HTTPS:\/\/example.org"[^>]*>a<\/a> b/)
  expect(plainText('[a](/x) and [b](https://example.org/b)', 200, true)).toBe(
    'a and b (https://example.org/b)',
  )
})

test('the boxes of a list of tasks are boxes', () => {
  expect(toHtml('- [x] done\n- [ ] open\n- [X] *too*')).toBe(
    '<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n<li>☑ <em>too</em></li>\n</ul>\n',
  )
  expect(toHtml('[x] no list')).toBe('<p>[x] no list</p>\n')
  expect(plainText('- [x] done', 100)).toBe('- ☑ done')
})

test('a text as lines keeps the blank lines that its author put between blocks', () => {
  const text = 'First:\n- a\n- b\n\nThen:\n\n1. c\n2. d\n   - e\n\n- f\n\n- g'
  expect(plainText(text, 100)).toBe('First:\n- a\n- b\n\nThen:\n\n1. c\n2. d\n  - e\n\n- f\n- g')
  expect(plainText('1. a\n2. b\n\n\n## c\n- d', 100)).toBe('1. a\n2. b\n\nc\n- d')
})

test('the beginning of a message in one line keeps its items, headings and cells apart', () => {
  const line = (text: string) => excerpt(text, 200).text
  expect(line('We do:\n\n- stop *it*\n- [x] move\n\n1. one\n2. two\n   - three')).toBe(
    'We do: • stop it • ☑ move 1. one 2. two • three',
  )
  expect(line('7. seven\n8. eight')).toBe('7. seven 8. eight')
  expect(line('# Cause\nA query.\n\n## What now?\n\nWe wait\n\n## Steps\n- a')).toBe(
    'Cause · A query. What now? We wait Steps • a',
  )
  expect(line('# Cause')).toBe('Cause')
  expect(line('| Region | State |\n|---|---|\n| Paris | **down** |\n\nThat is all')).toBe(
    'Region · State · Paris · down · That is all',
  )
  expect(line('a\nb\n\n> c\n\n```\nd  e\n```\nf')).toBe('a b c d e f')
  expect(line('-\n- a')).toBe('• a')
  expect(excerpt('- one\n- two\n- three', 12)).toEqual({ text: '• one • two …', cut: true })
})

test('an image is a link to it where it comes by https, and its words elsewhere', () => {
  expect(toHtml('![Courbe "1"](https://example.org/x.png)')).toBe(
    '<p><a href="https://example.org/x.png" rel="nofollow noopener noreferrer">Courbe &quot;1&quot;</a></p>\n',
  )
  expect(toHtml('![Courbe](http://example.org/x.png)')).toBe('<p>Courbe</p>\n')
  expect(toHtml('![b](javascript:alert(1))')).not.toMatch(/<(a|img)/)
})

test('headings of a text stand one below the heading it is shown under, whatever its author chose', () => {
  expect(toHtml('# a\n\n##### b')).toBe('<h4>a</h4><h4>b</h4>')
  expect(toHtml('# a\n\n##### b', 3)).toBe('<h3>a</h3><h3>b</h3>')
})
