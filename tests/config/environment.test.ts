import { expect, test } from 'vitest'
import { configOf, monitorOf, oneComponent, page, problemsOf, withMonitor } from './builders.ts'

test('a variable is filled in, and is a secret in a header', () => {
  const text = withMonitor(
    "{ kind: http, url: 'https://${HOST}/', headers: { authorization: 'Bearer ${TOKEN}' } }",
  )
  const config = configOf(text, { HOST: 'example.com', TOKEN: 's3cret-token' })
  expect(config.components[0]!.monitors[0]).toMatchObject({
    url: 'https://example.com/',
    headers: { authorization: 'Bearer s3cret-token' },
  })
  expect(config.secrets).toEqual(['s3cret-token'])
})

test('a variable can never write YAML of its own', () => {
  const hostile = 'x, kind: ping }\n  - { id: evil # ${OTHER} &a *a !!tag'
  expect(monitorOf("{ kind: http, url: https://a/, body: '${BODY}' }", { BODY: hostile })).toMatchObject({
    body: hostile,
  })
})

test('a default stands in for a variable that is not set or empty, and is no secret', () => {
  const text = withMonitor("{ kind: tcp, host: db, port: '${PORT:-5432}' }")
  expect(configOf(text, {}).components[0]!.monitors[0]).toMatchObject({ port: 5432 })
  expect(configOf(text, { PORT: '' }).components[0]!.monitors[0]).toMatchObject({ port: 5432 })
  expect(configOf(text, { PORT: '6000' }).components[0]!.monitors[0]).toMatchObject({ port: 6000 })
})

test('$${ stands for the characters themselves', () => {
  expect(monitorOf("{ kind: http, url: https://a/, body: 'a $${NAME} b $5' }")).toMatchObject({
    body: 'a ${NAME} b $5',
  })
})

test('a variable that is not set is reported at its place, beside the other problems', () => {
  expect(problemsOf(withMonitor("{ kind: http, url: '${API_URL}', every: 30 }"))).toEqual([
    'status.yaml:6:28 components[0].monitors[0].url: the environment variable API_URL is not set. Set it, or write ${API_URL:-default}.',
    'status.yaml:6:49 components[0].monitors[0].every: "30" has no unit. Write "30s".',
  ])
})

test('a reference that is none is answered with how to write one', () => {
  expect(problemsOf(withMonitor("{ kind: http, url: 'https://a/${NAME-x}' }"))).toEqual([
    'status.yaml:6:28 components[0].monitors[0].url: "${NAME-x}" is not a reference to a variable. Write ${NAME}, ${NAME:-default}, or $${ for the characters ${ themselves.',
  ])
})

test('what the environment gave is never repeated in a message, whatever is wrong with it', () => {
  const leak = 'leaked-value'
  const text = `page: { name: Acme, url: '\${V}', locale: '\${V}', timezone: '\${V}', history_days: '\${V}', contact: '\${V}' }
defaults: { every: '\${V}' }
components:
  - id: '\${UPPER}'
    name: { fr: A }
    tier: '\${V}'
    monitors:
      - { kind: '\${V}' }
      - { kind: http, url: '\${V}', method: '\${V}', redirects: '\${V}', expect: { status: '\${V}', body_matches: '\${V}(', json: { $.a: '< \${V}' } } }
      - { kind: dns, name: 'x \${V}', server: 'x:\${V}' }
      - { kind: heartbeat, every: '\${V}', token: 'x \${V}' }
  - id: twice-\${V}
    name: B
    monitors: [{ kind: ping, host: a }, { kind: ping, host: b }]
  - id: twice-\${V}
    name: B
tiers: [{ id: t, name: T, availability: '\${V}' }]
maintenance: [{ id: m, class: 'c\${V}', title: T, rrule: '\${V}', at: '\${V}', lasts: '\${V}', components: ['\${V}'] }]
channels: { a: { kind: '\${V}' }, e: { kind: email, smtp: '\${V}', from: '\${V}', to: '\${V}' } }
alerts: [{ id: a, when: '\${V} < 1%' }, { id: b, when: 'metric.\${V} < 1' }]
connectivity: { any_of: ['\${V}'] }
demo: { services: [{ id: s, kind: '\${V}', port: '\${V}' }] }
incidents: { automatic: '\${V}', from: '\${V}', fold: '\${V}' }
`
  const problems = problemsOf(text, { V: leak, UPPER: 'LEAKED Value' })
  expect(problems.length).toBeGreaterThan(30)
  expect(problems.filter((line) => /leaked/i.test(line))).toEqual([])
  expect(problems).toContainEqual(expect.stringContaining('"${V}" is not a timezone'))
})

test('a password written into an address is struck out of messages and hidden in logs', () => {
  expect(problemsOf(withMonitor('{ kind: http, url: htp://me:hunter22@example.com/ }'))[0]).toContain(
    '"htp://…@example.com/"',
  )
  const config = configOf(withMonitor('{ kind: http, url: https://me:hunter22@example.com/ }'))
  expect(config.secrets).toEqual(['hunter22'])
})

test('tokens, webhooks and mail servers are secrets wherever they come from; names of places are not', () => {
  const config = configOf(
    `${page}${oneComponent}    monitors:
      - { kind: heartbeat, every: 1d, token: nightly-backup-token }
      - { kind: http, url: 'https://\${HOST}/health?key=\${QUERY}' }
channels:
  email: { kind: email, smtp: '\${MAIL}', from: a@example.com }
  slack: { kind: slack, webhook: '\${HOOK}' }
`,
    {
      HOST: 'api.example.com',
      QUERY: 'abcdef',
      MAIL: 'smtp://u:p%40ss-word@mail.example.com',
      HOOK: 'https://hooks.example.com/T0/B0',
    },
  )
  expect(config.secrets).toEqual([
    'smtp://u:p%40ss-word@mail.example.com',
    'https://hooks.example.com/T0/B0',
    'nightly-backup-token',
    'p%40ss-word',
    'p@ss-word',
    'abcdef',
  ])
})

test('a value of three characters is not hidden, since hiding it would hide everything', () => {
  expect(
    configOf(withMonitor("{ kind: http, url: https://a/, headers: { x: '${X}' } }"), { X: 'abc' }).secrets,
  ).toEqual([])
})

test('VIGIE_REGION names the place of this collector, whatever the file says; an empty one counts as not set', () => {
  const text = `${page}region: paris\n${oneComponent}`
  expect(configOf(text).region).toBe('paris')
  expect(configOf(text, { VIGIE_REGION: 'lyon' }).region).toBe('lyon')
  expect(configOf(text, { VIGIE_REGION: '' }).region).toBe('paris')
  expect(configOf(`${page}${oneComponent}`, { VIGIE_REGION: 'lyon' }).region).toBe('lyon')
})

test('a VIGIE_REGION that is no id is refused without its value', () => {
  expect(problemsOf(`${page}${oneComponent}`, { VIGIE_REGION: 'Île de France' })).toEqual([
    'status.yaml:1:1 (file): the environment variable VIGIE_REGION is not an id of small letters a-z, digits and hyphens (64 at most). Set it to one such as paris, or unset it.',
  ])
})
