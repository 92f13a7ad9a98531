import { expect, test } from 'vitest'
import { sheetAddresses } from '../../../collector/core/text/sheet-addresses.ts'

const addressesOf = (sheet: string): readonly string[] => sheetAddresses(sheet).map(({ address }) => address)

test.each([
  ['a { src: URL( My\\ Font.woff2 ) }', ['My Font.woff2']],
  ['a { src: url("a(1).woff2"), url(\'b"c.woff2\') }', ['a(1).woff2', 'b"c.woff2']],
  [
    '@IMPORT "a.css"; @import/* why */\'b.css\' layer(x); @import url(c.css) screen',
    ['a.css', 'b.css', 'c.css'],
  ],
  [
    'a { background: image-set("a.avif" type("image/avif"), "b.png" 2x, url(c.png) 1x) }',
    ['a.avif', 'b.png', 'c.png'],
  ],
  ['a::after { content: "url(x.png)" attr(title); quotes: "«" "»" }', []],
  ['/* url(x.png) */ @font-face { font-family: "Inter"; src: local("Inter"), url() }', []],
  ['a { background: url(/a.png', ['/a.png']],
  ['@namespace svg url(http://www.w3.org/2000/svg); @import "a.css" supports(content: "b")', ['a.css']],
])('%s loads %o', (sheet, addresses) => {
  expect(addressesOf(sheet)).toEqual(addresses)
})

test('each has the line and column at which it stands, whatever ends the lines', () => {
  expect(sheetAddresses('/*\r\n*/\r\na {\r  b: url( one.png ),\n url("two.png") }')).toEqual([
    { address: 'one.png', line: 4, column: 11 },
    { address: 'two.png', line: 5, column: 7 },
  ])
})
