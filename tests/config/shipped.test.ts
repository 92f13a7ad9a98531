import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonSchemaText } from '../../collector/config/json-schema.ts'
import { falseAlarm, mail, signIn, takenOver, windows } from '../../collector/demo/notice-texts.ts'
import { metricState } from '../../collector/core/metric/metric-view.ts'
import { formatProblem, loadConfig, parseConfig } from '../../collector/config/load-config.ts'

const root = join(import.meta.dirname, '../..')
const shipped = () => {
  const loaded = loadConfig(join(root, 'data/status.yaml'), {})
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded
}

test('the shipped file needs nothing from the environment and warns of nothing', () => {
  expect(shipped().warnings).toEqual([])
  expect(shipped().config.secrets).toEqual([])
})

test('the shipped file keeps what it promises, and its windows overlap where the handbook says so', () => {
  const { objectives, overlaps } = shipped().forecast(Date.parse('2026-11-22T18:00:00Z'))
  expect(objectives).toEqual([])
  expect(overlaps.map(({ path, message }) => `${path}: ${message.split('. ')[0]}`)).toEqual([
    'maintenance[3].at: the window of 2027-01-03 02:00–06:00 UTC overlaps daily (02:00–02:15) on database, 4 times in the next 13 months',
    'maintenance[3].at: the window of 2027-01-03 02:00–06:00 UTC overlaps weekly (03:00–04:00) on correction, api and database, 4 times in the next 13 months',
    'maintenance[3].at: the window of 2027-01-03 02:00–06:00 UTC overlaps monthly (04:00–08:00) on website, correction, api, accounts, payments and 2 more, 4 times in the next 13 months',
  ])
})

test('the French that comes with Vigie does not break before its signs, nor within numbers', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, part]) =>
          key === 'fr' && typeof part === 'string' ? [part] : texts(part),
        )
      : []
  const all = texts([shipped().config, { takenOver, mail, signIn, falseAlarm, windows }])
  expect(all.length).toBeGreaterThan(40)
  expect(all.filter((text) => / [:;?!»%$€]|« |\d \d{3}|'/.test(text))).toEqual([])
  const units = shipped().config.metrics.map(({ unit }) => unit ?? '')
  expect(units.filter((unit) => unit.includes(' '))).toEqual([])
})

test('everything the shipped file watches is a stand-in service that it starts itself', () => {
  const { config } = shipped()
  const started = new Set(config.demo?.services.map((service) => service.port))
  const watched = config.components.flatMap((component) =>
    component.monitors.flatMap((monitor) => {
      if ('url' in monitor) return [Number(new URL(monitor.url).port)]
      if (monitor.kind === 'dns') return [Number(monitor.server?.split(':')[1])]
      return 'port' in monitor ? [monitor.port] : []
    }),
  )
  expect(watched.length).toBeGreaterThan(6)
  expect(watched.filter((port) => !started.has(port))).toEqual([])
  expect(config.connectivity).toEqual([])
})

test('a misbehaviour of the stand-in services lasts long enough to be confirmed, and is over before it folds', () => {
  const { config } = shipped()
  const faults = config.demo!.services.flatMap((service) => service.faults)
  expect(faults.length).toBeGreaterThan(2)
  for (const fault of faults) {
    expect(fault.lasts).toBeGreaterThan(30_000 + 5_000 + 10_000)
    expect(fault.every - fault.lasts).toBeGreaterThan(config.incidents.reopenWithin)
    expect(fault.after + fault.lasts).toBeLessThan(fault.every)
  }
})

test('what the shipped file shows in comments is right once the # is taken away', () => {
  const text = readFileSync(join(root, 'data/status.yaml'), 'utf8')
  const sections = /^# (channels|subscriptions|connectivity):/
  let within = false
  const open = text
    .split('\n')
    .map((line) => {
      if (/^ {2}# (after|templates|- |  )|^ {4}# (notify|escalate_to)/.test(line))
        return line.replace('# ', '')
      within = sections.test(line) || (within && /^# {2,}\S/.test(line))
      return within ? line.slice(2) : line
    })
    .join('\n')
  const variables = {
    SMTP_URL: 'smtps://user:password@mail.example.com',
    SLACK_WEBHOOK: 'https://hooks.example.com/T/B',
    TWILIO_SID: 'AC123456',
    TWILIO_TOKEN: 'token-of-twilio',
    HOOK_SECRET: 'whsec_abcdef',
  }
  const loaded = parseConfig(open, 'status.yaml', variables)
  expect(loaded.ok ? loaded.warnings.map(({ path }) => path) : loaded.problems.map(formatProblem)).toEqual([
    // No job reports to the stand-ins.
    'alerts[8].when',
  ])
  expect(loaded.ok && loaded.config.channels.map(({ name }) => name)).toEqual([
    'email',
    'slack',
    'sms',
    'hook',
  ])
  expect(loaded.ok && loaded.config.alerts).toMatchObject([
    // As the handbook has them: at once to everybody, by e-mail, by Slack.
    { id: 'unavailable', notify: null, escalation: [{ after: 900_000 }] },
    { id: 'slow', notify: ['email'], escalation: [{ after: 3_600_000 }] },
    { id: 'busy', notify: ['slack'], escalation: [{ after: 14_400_000 }] },
    ...Array.from({ length: 6 }, () => ({ notify: null })),
  ])
  expect(loaded.ok && loaded.config.connectivity).toHaveLength(2)
  expect(loaded.ok && loaded.config.publish.after).toHaveLength(1)
  expect(loaded.ok && loaded.config.incidents.templates.recovered).toMatchObject({
    en: expect.stringContaining('All is well') as string,
  })
})

test('the handbook’s promises are in the shipped file', () => {
  const { tiers, objectives } = shipped().config
  expect(tiers).toMatchObject([
    { id: 'standard', availability: 999_000, responseP95: 2000 },
    { id: 'professional', availability: 999_500, responseP95: 1500 },
    { id: 'enterprise', availability: 999_900, responseP95: 1000 },
  ])
  expect(objectives).toMatchObject({ recovery: 900_000, resolution: 14_400_000, dataLoss: 0 })
  expect(shipped().config.priorities).toMatchObject({
    P1: { response: 900_000, resolution: 3_600_000 },
    P4: { response: 86_400_000, resolution: 604_800_000 },
  })
  expect(shipped().config.recurringMaintenance).toMatchObject([
    { id: 'daily', rrule: 'FREQ=DAILY', at: '02:00', timezone: 'UTC', lasts: 900_000 },
    { id: 'weekly', rrule: 'FREQ=WEEKLY;BYDAY=SU', at: '03:00', lasts: 3_600_000 },
    { id: 'monthly', rrule: 'FREQ=MONTHLY;BYDAY=1SU', at: '04:00', lasts: 14_400_000 },
    { id: 'quarterly', rrule: 'FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1SU', at: '02:00', lasts: 14_400_000 },
  ])
})

test('the handbook’s alert rules are in the shipped file, and what else the team should know', () => {
  const { alerts } = shipped().config
  expect(
    alerts.map(({ id, when }) => [
      id,
      ...when.map(({ figure, operator, bound }) => `${figure} ${operator} ${bound}`),
    ]),
  ).toEqual([
    ['unavailable', 'availability < 99'],
    ['slow', 'response_p95 > 3000'],
    ['busy', 'metric.cpu > 80'],
    ['budget', 'burn_rate > 14.4', 'burn_rate > 6'],
    ['budget-slowly', 'burn_rate > 1'],
    ['regression', 'regression > 50'],
    ['certificate', 'certificate_days < 14'],
    ['collector', 'collector_trouble > 0'],
  ])
})

test('the handbook’s metrics are in the shipped file, in its terms', () => {
  const { metrics } = shipped().config
  const good = metrics.flatMap(({ id, good: one }) => (one ? [`${id} ${one.operator} ${one.value}`] : []))
  expect(good).toEqual([
    'cpu < 80',
    'memory < 85',
    'disk < 90',
    'network < 70',
    'throughput > 1000',
    'error-rate < 0.1',
    'conversion > 15',
    'retention > 70',
  ])
  expect(metrics.find(({ id }) => id === 'active-users')?.growth).toBe(100_000)
  expect(new Set(metrics.map(({ pull }) => pull?.kind))).toEqual(new Set(['prometheus', 'json']))
  const shown = new Set(metrics.filter((metric) => metric.public).map(({ id }) => id))
  for (const id of ['throughput', 'error-rate', 'active-users', 'conversion', 'retention'])
    expect(shown, id).toContain(id)
  for (const id of ['cpu', 'memory', 'disk', 'network', 'revenue']) expect(shown, id).not.toContain(id)
})

test('every metric of the shipped file is measured by a stand-in service, and is good all day', () => {
  const { metrics, demo } = shipped().config
  const service = demo!.services.find(({ kind }) => kind === 'metrics')!
  const used = new Set<string>()
  for (const { id, pull, good, thresholds } of metrics) {
    expect(new URL(pull!.url).port, id).toBe(String(service.port))
    const name = pull!.kind === 'prometheus' ? pull!.query : pull!.path.slice(2)
    used.add(name)
    const { from, to } = service.figures![name]!
    for (const value of [from, to])
      expect(metricState(value, { good, thresholds }), `${id} at ${value}`).toBe('good')
  }
  expect([...used].toSorted()).toEqual(Object.keys(service.figures!).toSorted())
})

test('readers of both languages are told everything', () => {
  const { config } = shipped()
  for (const metric of config.metrics)
    for (const text of [metric.name, metric.group]) expect(Object.keys(text ?? {})).toEqual(['fr', 'en'])
  expect(config.page.locales).toEqual(['fr', 'en'])
  for (const component of config.components) {
    expect(Object.keys(component.name)).toEqual(['fr', 'en'])
    expect(Object.keys(component.group ?? {})).toEqual(['fr', 'en'])
  }
})

test('the editors’ schema in the repository is the one the code makes (else run collector/config/write-json-schema.ts)', () => {
  expect(readFileSync(join(root, 'public/schema/status.schema.json'), 'utf8')).toBe(jsonSchemaText())
})

test('the editors’ schema describes every key of a monitor and forbids others', () => {
  type Node = {
    additionalProperties?: unknown
    properties?: Record<string, Node & { description?: string }>
    items?: Node
    oneOf?: Node[]
  }
  const schema = JSON.parse(jsonSchemaText()) as Node
  const http = schema.properties!['components']!.items!.properties!['monitors']!.items!.oneOf![0]!
  expect(http.additionalProperties).toBe(false)
  expect(http.properties!['redirects']!.description).toContain('Default: 5')
})
