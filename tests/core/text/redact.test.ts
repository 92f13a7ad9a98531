import { expect, test } from 'vitest'
import { redact } from '../../../collector/core/text/redact.ts'
import { quote } from '../../../collector/core/text/quote.ts'

const secret = 'correct horse battery staple'

test('a secret is not repeated, however often a peer does', () => {
  expect(redact(`it says ${quote(`${secret}, ${secret}`)}`, [secret])).toBe('it says "***, ***"')
})

test('a quotation cut in the middle of a secret does not give away its beginning', () => {
  for (let limit = 3; limit < 50; limit++)
    expect(redact(`$.a is ${quote(`x ${secret} and more`, limit)}, expected "ok"`, [secret])).not.toMatch(
      /corr/,
    )
})

test('a secret of several lines is known on one', () => {
  expect(redact(quote('a\r\n  key: 12345 b'), ['a\n  key: 12345'])).not.toContain('12345')
})

test('what is too short to be a secret hides nothing', () => {
  expect(redact('an answer in full', ['a'])).toBe('an answer in full')
})
