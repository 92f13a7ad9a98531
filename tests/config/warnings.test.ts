import { expect, test } from 'vitest'
import { warningsOf, withMonitor } from './builders.ts'

test('a timeout longer than the time between checks is warned of', () => {
  expect(warningsOf(withMonitor('{ kind: ping, host: a, every: 5s }'))).toEqual([
    'status.yaml:6:39 components[0].monitors[0].every: a check may take 10s and comes every 5s, so that a slow one delays the next. Write a timeout of 5s or less.',
  ])
})

test('a limit that is never reached is warned of', () => {
  expect(
    warningsOf(withMonitor('{ kind: ping, host: a, expect: { within: 20s, degraded_above: 15s } }')),
  ).toEqual([
    expect.stringContaining(
      'components[0].monitors[0].expect.within: a check ends after 10s (its timeout), so this is never reached.',
    ),
    expect.stringContaining(
      'components[0].monitors[0].expect.degraded_above: an answer this slow is down already',
    ),
  ])
})

test('a certificate asked of an address without TLS is warned of', () => {
  expect(warningsOf(withMonitor('{ kind: http, url: http://a/, expect: { certificate_days: 7 } }'))).toEqual([
    expect.stringContaining('there is no certificate without TLS'),
  ])
})

test('texts in a language of no page, or missing in the page’s own, are warned of', () => {
  expect(
    warningsOf(
      'page: { name: A, locale: fr, locales: [fr, en] }\ncomponents:\n  - id: a\n    name: { en: A, de: B }\n',
    ),
  ).toEqual([
    'status.yaml:4:11 components[0].name: has no text in fr, the language of the page. Write "fr: …" too.',
    'status.yaml:4:20 components[0].name.de: nobody reads it, since the page is in fr, en. Add "de" to page.locales or remove the line.',
  ])
})

test('defaults that do not fit together are warned of once, not for each monitor', () => {
  const monitors = '{ kind: ping, host: a }\n      - { id: second, kind: ping, host: b }'
  expect(warningsOf(withMonitor(monitors, 'defaults: { every: 5s, timeout: 1m }\n'))).toEqual([
    expect.stringContaining('status.yaml:8:33 defaults.timeout: a check may take 1m and comes every 5s'),
  ])
})
