import { wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import { expect, test } from 'vitest'
import { formats } from '../../../collector/core/i18n/format.ts'
import { formatDurationWords } from '../../../collector/core/i18n/duration-words.ts'
import { day, hour, minute, second } from '../../../collector/core/time/units.ts'

const en = formats('en', 'UTC', wordsOf('en'))
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

test('a duration is said to the second below an hour and to the minute above, rounded against ourselves', () => {
  for (const [ms, up, down] of [
    [0, '0 s', '0 s'],
    [1, '1 s', '0 s'],
    [30 * minute + 5 * second, '30 min 5 s', '30 min 5 s'],
    [5 * minute + 38_001, '5 min 39 s', '5 min 38 s'],
    [hour - 1, '1 h', '59 min 59 s'],
    [hour + 1, '1 h 1 min', '1 h'],
    [day + hour + 30_000, '1 d 1 h 1 min', '1 d 1 h'],
  ] as const) {
    expect(plain(en.duration(ms))).toBe(up)
    expect(plain(en.duration(ms, 'down'))).toBe(down)
    expect(plain(en.remaining(ms))).toBe(down)
    expect(plain(en.remaining(-ms - 1))).toBe(`−${plain(en.duration(ms + 1))}`)
  }
})

test('no line breaks inside a duration', () => {
  expect(en.duration(day + hour + minute)).not.toContain(' ')
})

test('a duration in words is the same one', () => {
  for (const ms of [1, 338_001, hour - 1, 3_725_000, 2 * day + 1]) {
    const numbers = (text: string) => text.match(/\d+/g)
    expect(numbers(formatDurationWords(ms, 'en'))).toEqual(numbers(en.duration(ms)))
  }
})

test('a promised time is said exactly, a day in hours', () => {
  const spans = [90 * second, 15 * minute, 4 * hour, day, 36 * hour, 2 * day, 60 * hour, 14 * day]
  expect(spans.map((ms) => plain(en.span(ms)))).toEqual([
    '1 min 30 s',
    '15 min',
    '4 h',
    '24 h',
    '36 h',
    '2 days',
    '2 d 12 h',
    '2 weeks',
  ])
})
