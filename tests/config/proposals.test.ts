import fc from 'fast-check'
import { expect, test } from 'vitest'
import { problemsOf, oneComponent, page } from './builders.ts'

/** A file with a value in one place, between braces or on a line of its own. */
const places: Readonly<Record<string, (value: string) => string>> = {
  every: (value) => `defaults: { every: ${value} }\n${page}${oneComponent}`,
  timeout: (value) => `defaults:\n  timeout: ${value}\n${page}${oneComponent}`,
  recovery: (value) => `objectives: { recovery: ${value} }\n${page}${oneComponent}`,
  availability: (value) => `tiers:\n  - { id: a, name: A, availability: ${value} }\n${page}${oneComponent}`,
  available: (value) => `tiers:\n  - id: a\n    name: A\n    availability: ${value}\n${page}${oneComponent}`,
  id: (value) => `${page}components:\n  - id: ${value}\n    name: A\n`,
  host: (value) => `${page}${oneComponent}    monitors:\n      - kind: ping\n        host: ${value}\n`,
  tcp: (value) => `connectivity:\n  any_of:\n    - ${value}\n${page}${oneComponent}`,
  url: (value) => `${page}${oneComponent}    monitors:\n      - kind: http\n        url: ${value}\n`,
  accent: (value) => `page:\n  name: A\n  theme:\n    accent: ${value}\n${oneComponent}`,
  locale: (value) => `page:\n  name: A\n  locale: ${value}\n${oneComponent}`,
  timezone: (value) => `page:\n  name: A\n  timezone: ${value}\n${oneComponent}`,
  history: (value) => `page:\n  name: A\n  history_days: ${value}\n${oneComponent}`,
}

/** What the messages propose to write, each as it would be put into the file. */
const proposalsOf = (problems: readonly string[]): string[] =>
  problems.flatMap((problem) =>
    [...problem.matchAll(/(?:Write(?: for example)?|such as|Did you mean) "([^"{}…]+)"/g)].map(
      ([, text]) => text!,
    ),
  )

/** A proposal, once written, must leave nothing to complain of. */
function expectAccepted(place: string, value: string): void {
  const problems = problemsOf(places[place]!(value))
  for (const proposal of proposalsOf(problems)) {
    const quoted = /^[#%]/.test(proposal) ? JSON.stringify(proposal) : proposal
    // A space is proposed to be written otherwise, not the whole address: it may hold a password.
    const written = proposal === '%20' ? value.replaceAll(' ', '%20') : quoted.replace(/^[a-z_]+: /, '')
    expect([place, value, proposal, problemsOf(places[place]!(written))]).toEqual([
      place,
      value,
      proposal,
      [],
    ])
  }
}

test.each([
  ['every', '0'],
  ['every', '0.5s'],
  ['every', '0,5s'],
  ['every', '1,5'],
  ['every', '40d'],
  ['timeout', '1 us'],
  ['timeout', '0.0001s'],
  ['timeout', '999999999'],
  ['availability', '99,9%'],
  ['availability', '99,9'],
  ['available', '99,9%'],
  ['available', '101'],
  ['available', '-3'],
  ['available', '120,5%'],
  ['id', 'Été à Paris'],
  ['id', '1.5'],
  ['id', '-1'],
  ['host', 'my host'],
  ['host', 'https://my host/x'],
  ['host', '"a b:80"'],
  ['tcp', 'https://db:80'],
  ['tcp', 'tcp://my host:80'],
  ['url', 'https://my host/a b'],
  ['url', 'https://host/a b'],
  ['accent', 'red'],
  ['accent', '123'],
  ['locale', 'fr_FR'],
  ['timezone', 'europe/paris'],
])('what is proposed for %s: %s is accepted', (place, value) => {
  expect(problemsOf(places[place]!(value))).not.toEqual([])
  expectAccepted(place, value)
})

test('whatever is proposed, once written, is accepted', () => {
  const word = fc.oneof(
    fc.tuple(
      fc.constantFrom('', '-', '+'),
      fc.nat(2_000_000),
      fc.constantFrom('', '.5', ',5', '.12345', ',99'),
      fc.constantFrom('', ' ', '  '),
      fc.constantFrom('', '%', 's', 'ms', 'sec', 'heures', 'y', 'D'),
    ),
    fc.tuple(
      fc.constantFrom('a', 'É', 'x y', 'tcp://h', 'h', '1'),
      fc.constantFrom('', ':80', ' :8', '/x', '_', '.'),
    ),
  )
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(places)), word, (place, parts) =>
      expectAccepted(place, parts.join('')),
    ),
    { numRuns: 400 },
  )
})

const http = (pair: string): string =>
  `${page}${oneComponent}    monitors:\n      - { kind: http, url: https://a.example/, method: POST, ${pair} }\n`
const channel = (pair: string): string =>
  `${page}${oneComponent}channels:\n  a:\n    kind: sms\n    provider: twilio\n    account: a\n    ${pair}\n`
const hook = (pair: string): string =>
  `${page}${oneComponent}channels: { a: { kind: webhook, url: https://a.example/, ${pair} } }\n`
const environment = { HOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }

test.each([
  ['body', http],
  ['headers', http],
  ['expect', (pair: string) => http(`expect: { body_contains: ${pair.slice(8)} }`)],
  ['expect', (pair: string) => http(`expect: { body_matches: ${pair.slice(8)} }`)],
  ['from', (pair: string) => channel(`token: b\n    to: ['+15005550006']\n    ${pair}`)],
  ['secret', hook],
  ['template', hook],
])('the example for %s, where nothing is written, can be written as it is', (key, fileWith) => {
  const [problem] = problemsOf(fileWith(`${key}: `), environment)
  const [, proposal = ''] = /Write "[a-z_]+: (.*)"\.$/.exec(problem ?? '') ?? []
  expect([problem, proposal, problemsOf(fileWith(`${key}: ${proposal}`), environment)]).toEqual([
    expect.stringContaining('is empty'),
    expect.stringMatching(/./),
    [],
  ])
})

test('a number that JSON does not have is proposed as text alone', () => {
  expect(problemsOf(http('expect: { json: { $.a: .inf } }'))).toEqual([
    expect.stringMatching(/is read as the number Infinity. Write ".inf" for text.$/),
  ])
})

test('a number cut at its comma between braces is reported once, with what was meant', () => {
  expect(problemsOf(places['availability']!('99,9%'))).toEqual([
    expect.stringMatching(/availability: is cut at its comma. Write "99.9%", with a point.$/),
  ])
})

test('an id proposed for a second monitor is one that no other has', () => {
  const text = `${page}components:\n  - id: api\n    name: A\n    monitors:\n      - { kind: tcp, host: a, port: 1 }\n      - { kind: tcp, host: a, port: 2 }\n      - { kind: tcp, host: a, port: 3, id: api-tcp-2 }\n`
  const [proposal] = proposalsOf(problemsOf(text))
  expect(problemsOf(text.replace('port: 2 }', `port: 2, ${proposal} }`))).toEqual([])
})

test('a name that would turn the words beside it around is refused, marks of single letters are not', () => {
  const named = (name: string): string => `page:\n  name: ${JSON.stringify(name)}\n${oneComponent}`
  expect(problemsOf(named('Acme \u202Egpj'))).toEqual([
    expect.stringMatching(/page.name: holds a character that does not print \(U\+202E\)/),
  ])
  expect(problemsOf(named('نظام\u200F'))).toEqual([])
  expect(problemsOf(named('👨‍👩‍👧'))).toEqual([])
})
