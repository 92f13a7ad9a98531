import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mailboxOf, normalizeEmailAddress } from '../../../collector/core/subscription/email-address.ts'

test.each([
  ['ada@example.com', 'ada@example.com'],
  [' Ada.Lovelace+status@EXAMPLE.Com\n', 'Ada.Lovelace+status@example.com'],
  ['jürgen@bücher.example', 'jürgen@xn--bcher-kva.example'],
  ["o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk"],
  ['用户@例え.テスト', '用户@xn--r8jz45g.xn--zckzah'],
  ['иван.smith@example.com', 'иван.smith@example.com'],
])('%j is kept as %j', (text, address) => {
  expect(normalizeEmailAddress(text)).toBe(address)
})

test.each([
  '',
  'ada',
  '@example.com',
  'ada@',
  'ada@localhost',
  'ada@[127.0.0.1]',
  'ada@127.0.0.1',
  'ada@example.com:25',
  'ada@example.com/path',
  'ada@example.com?bcc=eve@example.com',
  'ada@-example.com',
  'ada@example..com',
  'ada@exa mple.com',
  '.ada@example.com',
  'ada..b@example.com',
  '"ada b"@example.com',
  'Ada <ada@example.com>',
  'ada@example.com, eve@example.com',
  'ada@example.com;eve@example.com',
  'ada@example.com\r\nBcc: eve@example.com',
  'ada\n@example.com',
  'ada\0@example.com',
  '<script>@example.com',
  'ada%elsewhere.example@example.com',
  'elsewhere.example!ada@example.com',
  `${'a'.repeat(65)}@example.com`,
  `ada@${'a.'.repeat(130)}com`,
])('%j is no address', (text) => {
  expect(normalizeEmailAddress(text)).toBeNull()
})

test('whatever is accepted is one line of printable characters with one @, and stays what it is', () => {
  const likely = fc.string({ unit: fc.constantFrom(...'ab.@+-\r\n,;<>"()[]: é例\0%'), maxLength: 40 })
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), likely, fc.string()), (text) => {
      const address = normalizeEmailAddress(text)
      if (address === null) return
      expect(address).toMatch(/^[^\s@,;<>"()[\]:\p{C}]+@[a-z0-9.-]+$/u)
      expect(normalizeEmailAddress(address)).toBe(address)
    }),
  )
})

test('limits count what is one mailbox as one', () => {
  expect(mailboxOf('Ada+1@example.com')).toBe(mailboxOf('ada+2@example.com'))
  expect(mailboxOf('a.d.a+x@googlemail.com')).toBe(mailboxOf('Ada@gmail.com'))
  expect(mailboxOf('ａｄａ@example.com')).toBe(mailboxOf('ada@example.com'))
  expect(mailboxOf('a.d.a@example.com')).not.toBe(mailboxOf('ada@example.com'))
  expect(mailboxOf('+@example.com')).not.toBe(mailboxOf('ada@example.com'))
})
