import { expect, test } from 'vitest'
import { toHtml } from '../../collector/core/text/markdown.ts'

test('raw HTML is shown as text, and links are marked', () => {
  expect(toHtml('<b>x</b>')).toBe('<p>&lt;b&gt;x&lt;/b&gt;</p>\n')
  expect(toHtml('[a](https://example.org)')).toContain('rel="nofollow noopener noreferrer"')
  expect(toHtml('[a](javascript:alert(1))')).not.toContain('<a')
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
