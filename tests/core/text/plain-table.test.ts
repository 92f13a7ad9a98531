import { expect, test } from 'vitest'
import { plainText } from '../../../collector/core/text/markdown.ts'

const plain = (text: string): string => plainText(text, Infinity, true)

test('a table is laid out in columns below its heads, figures flush right where it says so', () => {
  expect(
    plain(
      'Queries:\n\n| Service | Before | After |\n|---|---:|---|\n| **API** | 12 s | 9 s |\n| 文字 [docs](https://example.com) | 1\\|2 s | |\n\nThat is all.',
    ),
  ).toBe(
    [
      'Queries:',
      '',
      'Service                          Before  After',
      '-------------------------------  ------  -----',
      'API                                12 s  9 s',
      '文字 docs (https://example.com)   1|2 s',
      '',
      'That is all.',
    ].join('\n'),
  )
})

test('one that is wider than a mail is told row by row, nothing of it cut', () => {
  const long = 'many words '.repeat(8).trim()
  expect(plain(`| Service | Why | |\n|---|---|---|\n| API | ${long} | x |\n| Web | | |`)).toBe(
    `- Service: API\n  Why: ${long}\n  x\n- Service: Web`,
  )
})

test('code, line breaks and lists within lists keep their lines', () => {
  expect(plain('a\nb\n\n```\none  two\n  three\n```\n\n- x\n  - y\n- z')).toBe(
    'a\nb\n\none  two\n  three\n\n- x\n  - y\n- z',
  )
})
