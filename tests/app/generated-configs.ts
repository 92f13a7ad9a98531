import fc, { type Arbitrary } from 'fast-check'

/**
 * Configurations as operators could write them, every section and key of the schema in some of them; most are accepted. What
 * is watched, pulled and told listens on `port` of this machine, on `closed` nothing does.
 */
export function generatedConfigs(port: number, closed: number): Arbitrary<object> {
  const at = fc.constantFrom(port, closed)
  const address = fc
    .tuple(at, oddUser, oddPath)
    .map(([one, user, path]) => `http://${user}127.0.0.1:${one}${path}`)
  return fc
    .record({ components: components(at, address), metrics: fc.array(metric(address), { maxLength: 3 }) })
    .chain(({ components: list, metrics }) => {
      const ids = list.map(({ id }) => id)
      const some = fc.subarray([...new Set(ids)], { minLength: 1 })
      return fc.record(
        {
          page,
          defaults: optional({ every, timeout: fc.constantFrom('200ms', '2s'), confirm }),
          components: fc.constant(list),
          metrics: fc.constant(metrics),
          tiers: fc.constant(tiers),
          objectives: objectives(some),
          uptime: optional({
            weights: optional({ major_outage: share, partial_outage: share, degraded_performance: share }),
            exclude_maintenance: fc.constantFrom('announced', 'all', 'none'),
          }),
          notice: fc.constantFrom({ default: '24h' }, { default: '0s', weekly: '2w' }),
          priorities: optional({ P1: priority, P2: priority, P4: priority }),
          incidents,
          maintenance: fc.array(maintenance(some), { maxLength: 2 }),
          channels: channels(address),
          alerts: fc.array(alert(some, metrics), { maxLength: 3 }),
          subscriptions: optional({
            email: fc.constantFrom({ channel: 'mail' }, { channel: 'mail', per_second: 1 }),
            webhook: fc.boolean(),
            push: fc.boolean(),
            url: fc.constantFrom('https://collector.example/', 'http://127.0.0.1:8080'),
          }),
          retention: fc.constantFrom({ checks: '1d' }, { checks: '30d' }, {}),
          publish: optional({ every: fc.constantFrom('1s', '60s', '24h'), hub: address }),
          connectivity: at.map((one) => ({ any_of: [`tcp://127.0.0.1:${one}`] })),
          region: fc.constantFrom('paris', 'a-1'),
          demo: fc.constantFrom({ services: [{ id: 'd', kind: 'http', port: 18_081 }] }),
        },
        { requiredKeys: ['page', 'components', 'tiers'] },
      )
    })
}

/**
 * What the configuration accepts of one: whatever it refuses is taken out. Null where nothing is left.
 *
 * @param refusals the paths that are refused, such as `components[0].monitors[1].url`
 */
export function acceptable(written: object, refusals: (written: object) => readonly string[]): object | null {
  const kept = structuredClone(written)
  for (let attempt = 0; attempt < 40; attempt++) {
    const [path] = refusals(kept)
    if (path === undefined) return kept
    if (!remove(kept, path.match(/[^.[\]]+/g) ?? [])) return null
  }
  return null
}

/** Take what is at a path out of it, or the nearest around it. */
function remove(from: object, path: readonly string[]): boolean {
  for (let length = path.length; length > 1; length--) {
    const holder = path
      .slice(0, length - 1)
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], from)
    const key = path[length - 1]!
    if (Array.isArray(holder) && Number(key) < holder.length) holder.splice(Number(key), 1)
    else if (typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key))
      delete (holder as Record<string, unknown>)[key]
    else continue
    return true
  }
  return path.length > 0 && delete (from as Record<string, unknown>)[path[0]!]
}

const optional = (fields: Readonly<Record<string, Arbitrary<unknown>>>): Arbitrary<object> =>
  fc.record(fields, { requiredKeys: [] })

/** Texts as people write them, and such as nobody should. */
const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('API', 'Base de données', 'مدفوعات', '支払い 🚦', 'L\'API "v2" & <b>'),
  },
  fc.string({ minLength: 1, maxLength: 30 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.constantFrom(
    'constructor',
    '__proto__',
    '=1+1',
    '%s',
    '{component}',
    'x'.repeat(200),
    '[a](b) `c` **d**',
  ),
)
const localized = fc.oneof(text, fc.record({ en: text, fr: text }, { requiredKeys: ['en'] }))
const every = fc.constantFrom('1s', '5s', '30s', '1h', '2w')
const share = fc.constantFrom(0, 0.3, 1, 1e-12)
const span = fc.constantFrom('1s', '15m', '4h', '10w', '3660d')
const confirm = optional({
  failures: fc.constantFrom(1, 2, 10),
  successes: fc.constantFrom(1, 3),
  retry_every: fc.constantFrom('1s', '5s'),
})
const oddUser = fc.constantFrom('', '', '', 'ann:s3cret@', 'ann:100%@', ':%zz@', 'é%FF:p@')
const oddPath = fc.constantFrom('/', '/a%20b?c=d', '/é', '/%', '/?q=%zz#frag', '')
const percent = fc.constantFrom('99.9%', '99.999%', '50%', '100%')
const bound = fc.constantFrom('< 80', '>= 0', '== 1e308', '!= -1e-300', '> 0.1')

const page = fc
  .record({ name: text, locales: fc.constantFrom(['en'], ['fr', 'en'], ['de', 'es', 'fr', 'en']) })
  .chain(({ name, locales }) =>
    fc.record(
      {
        name: fc.constant(name),
        locales: fc.constant(locales),
        locale: fc.constantFrom(...locales),
        url: fc.constantFrom(
          'https://status.example.com',
          'https://example.com/status/',
          'http://[::1]:8080',
        ),
        timezone: fc.constantFrom('UTC', 'Europe/Paris', 'Pacific/Apia', 'America/St_Johns', 'Etc/GMT+12'),
        history_days: fc.constantFrom(7, 90, 366),
        theme: fc.constantFrom({}, { accent: '#1f5fbf' }, { accent: '#fff' }),
        contact: fc.constantFrom('mailto:support@example.com', 'https://example.com/contact'),
      },
      { requiredKeys: ['name', 'locales', 'locale'] },
    ),
  )

const header = fc.dictionary(
  fc.constantFrom('accept', 'authorization', 'x-key', 'cookie', 'host', 'user-agent', 'content-type'),
  fc.constantFrom('a', 'Bearer x', '', 'é', '0'),
  { maxKeys: 2 },
)
const httpExpectation = optional({
  status: fc.constantFrom('2xx', 200, [200, 204], '5xx'),
  body_contains: text,
  body_lacks: text,
  body_matches: fc.constantFrom('^ok', '(a+)+$', '\\p{L}{1,1000}', '[', '(?<n>x)', '(?!x)'),
  json: fc.constantFrom({ '$.status': 'ok' }, { '$.queue': '< 100' }, { $: '> 1' }, { "$['a b'][0]": true }),
  header: fc.constantFrom({ 'content-type': 'text/plain' }, { 'x-none': '' }),
  within: fc.constantFrom('1ms', '5s'),
  degraded_above: fc.constantFrom('1ms', '2s'),
  certificate_days: fc.constantFrom(0, 14, 3650),
})

function monitor(at: Arbitrary<number>, address: Arbitrary<string>): Arbitrary<object> {
  const common = {
    every,
    timeout: fc.constantFrom('200ms', '2s'),
    confirm,
    id: fc.constantFrom('m', 'm-2', 'constructor'),
  }
  const kinds: readonly Arbitrary<object>[] = [
    fc.record(
      {
        kind: fc.constant('http'),
        url: address,
        method: fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE'),
        headers: header,
        body: text,
        expect: httpExpectation,
        redirects: fc.constantFrom(0, 5, 20),
        ...common,
      },
      { requiredKeys: ['kind', 'url'] },
    ),
    fc.record({
      kind: fc.constant('tcp'),
      host: fc.constantFrom('127.0.0.1', '::1', 'localhost.'),
      port: at,
    }),
    fc.record(
      {
        kind: fc.constant('tls'),
        host: fc.constant('127.0.0.1'),
        port: at,
        servername: fc.constantFrom('a.test', 'é.test.'),
        ...common,
      },
      { requiredKeys: ['kind', 'host', 'port'] },
    ),
    fc.record(
      {
        kind: fc.constant('dns'),
        name: fc.constantFrom(
          'example.test',
          'münchen.test.',
          '_dmarc.example.test',
          '7.113.0.203.in-addr.arpa',
        ),
        type: fc.constantFrom('A', 'AAAA', 'TXT', 'MX', 'SRV', 'CAA', 'SOA', 'PTR', 'NS'),
        server: at.map((one) => `127.0.0.1:${one}`),
        expect: fc.constantFrom({}, { records: ['203.0.113.7'] }, { records: ['"a" "b"', '10 mail.'] }),
        ...common,
      },
      { requiredKeys: ['kind', 'name', 'server'] },
    ),
    // No `ping`: not every machine has the program, and without it such a monitor is reported as one that cannot be checked.
    fc.record(
      {
        kind: fc.constant('heartbeat'),
        every: fc.constantFrom('1m', '24h', '10s'),
        grace: fc.constantFrom('0s', '15m'),
        lasts: fc.constantFrom('1s', '1h'),
        token: fc.string({
          unit: fc.constantFrom(...'abcdefghij0123456789-_'),
          minLength: 20,
          maxLength: 30,
        }),
      },
      { requiredKeys: ['kind', 'every', 'token'] },
    ),
    fc.record({
      kind: fc.constant('heartbeat'),
      schedule: fc.constantFrom('30 3 * * *', '* * * * *', '*/7 1-5 * * MON', '0 0 31 * *'),
      timezone: fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kathmandu'),
      grace: fc.constantFrom('15m', '1s'),
      token: fc.string({ unit: fc.constantFrom(...'abcdefghij0123456789'), minLength: 20, maxLength: 30 }),
    }),
    fc.record(
      {
        kind: fc.constant('websocket'),
        url: address.map((url) => url.replace('http', 'ws')),
        send: text,
        headers: header,
        expect: fc.constantFrom({}, { body_contains: 'pong' }),
        ...common,
      },
      { requiredKeys: ['kind', 'url'] },
    ),
    fc.record({
      kind: fc.constant('prometheus'),
      url: address,
      query: text,
      expect: bound.map((value) => ({ value })),
    }),
  ]
  return fc.oneof(...kinds)
}

const components = (at: Arbitrary<number>, address: Arbitrary<string>) =>
  fc.uniqueArray(
    fc.record(
      {
        id: fc.constantFrom('api', 'web', 'constructor', 'a-b', 'tostring'),
        name: localized,
        description: localized,
        group: localized,
        tier: fc.constantFrom('gold', 'free'),
        priority: fc.constantFrom('P1', 'P4'),
        monitors: fc.array(monitor(at, address), { maxLength: 3 }),
      },
      { requiredKeys: ['id', 'name'] },
    ),
    { minLength: 1, maxLength: 3, selector: ({ id }) => id },
  )

const metric = (address: Arbitrary<string>) =>
  fc.record(
    {
      id: fc.constantFrom('cpu', 'sales', 'constructor'),
      name: localized,
      description: localized,
      group: localized,
      unit: fc.constantFrom('%', '€', 'req/s', 's'),
      pull: fc.oneof(
        address.map((url) => ({ kind: 'json', url, path: '$.cpu', every: '1s' })),
        fc.record({ kind: fc.constant('prometheus'), url: address, query: text, headers: header }),
      ),
      summary: fc.constantFrom('mean', 'sum', 'last', 'max', 'min'),
      good: bound,
      thresholds: optional({ warning: bound, critical: bound }),
      growth: fc.constantFrom('10%', '0%'),
      public: fc.boolean(),
    },
    { requiredKeys: ['id', 'name'] },
  )

const tiers = [
  { id: 'gold', name: 'Gold', availability: '99.99%', response_p95: '1s', price: '99 €', support: '24/7' },
  { id: 'free', name: { en: 'Free', fr: 'Gratuit' } },
]

const objectives = (some: Arbitrary<string[]>) =>
  optional({
    recovery: span,
    resolution: span,
    response: span,
    data_loss: fc.constantFrom('0%', '0.1%'),
    windows: optional({
      availability: fc.constantFrom('month', 'quarter', 'year', '30d', '1h'),
      response_p95: fc.constantFrom('day', '7d'),
    }),
    custom: fc.array(
      fc.record(
        {
          id: fc.constantFrom('o1', 'o2'),
          name: localized,
          components: some,
          availability: percent,
          window: fc.constantFrom('month', '28d'),
        },
        { requiredKeys: ['id', 'name', 'components', 'availability'] },
      ),
      { maxLength: 2 },
    ),
  })

const priority = optional({
  description: localized,
  examples: fc.array(localized, { maxLength: 2 }),
  response: span,
  resolution: span,
  escalate_after: span,
  notify: fc.subarray(['mail', 'hook', 'chat'], { minLength: 1 }),
})

const incidents = optional({
  automatic: fc.boolean(),
  from: fc.constantFrom('degraded_performance', 'partial_outage', 'major_outage'),
  reopen_within: fc.constantFrom('0s', '15m', '365d'),
  templates: optional({
    title: optional({ major_outage: localized }),
    opened: localized,
    recovered: localized,
  }),
})

const maintenance = (some: Arbitrary<string[]>) =>
  fc.record(
    {
      id: fc.constantFrom('weekly', 'nightly'),
      class: fc.constantFrom('default', 'weekly'),
      title: localized,
      rrule: fc.constantFrom(
        'FREQ=DAILY',
        'FREQ=WEEKLY;BYDAY=SU',
        'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
        'FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=5',
      ),
      at: fc.constantFrom('02:30', '23:59', '00:00'),
      timezone: fc.constantFrom('UTC', 'Europe/Paris', 'Australia/Lord_Howe'),
      lasts: fc.constantFrom('15m', '30h', '1m'),
      components: some,
      impact: fc.constantFrom('none', 'minor', 'major', 'critical'),
      reason: localized,
      alternatives: localized,
      tasks: fc.array(localized, { maxLength: 2 }),
      notice: span,
    },
    { requiredKeys: ['id', 'title', 'rrule', 'at', 'lasts', 'components'] },
  )

const alert = (some: Arbitrary<string[]>, metrics: readonly { readonly id: string }[]) =>
  fc.record(
    {
      id: fc.constantFrom('slow', 'burning', 'pushed'),
      name: localized,
      when: fc.constantFrom(
        'availability < 99%',
        'response_p95 > 3s',
        'burn_rate > 14',
        'certificate_days < 14',
        ...metrics.map(({ id }) => `metric.${id} > 80`),
      ),
      over: fc.constantFrom('1h', '5m', '30d'),
      for: fc.constantFrom('0s', '10m'),
      components: some,
      severity: fc.constantFrom('info', 'critical'),
      notify: fc.subarray(['mail', 'hook'], { minLength: 1 }),
      escalate_after: span,
    },
    { requiredKeys: ['id', 'when'] },
  )

const news = fc.constantFrom(['incidents'], ['incidents', 'maintenance', 'announcements', 'reports'])

function channels(address: Arbitrary<string>): Arbitrary<object> {
  const team = { base_url: address, news }
  const chats: readonly Arbitrary<object>[] = [
    ...['slack', 'discord', 'teams', 'mattermost'].map((kind) =>
      fc.record(
        { kind: fc.constant(kind), webhook: address, ...team },
        { requiredKeys: ['kind', 'webhook'] },
      ),
    ),
    fc.record({
      kind: fc.constant('telegram'),
      token: fc.constant('123456789:AAabcdefghijkl'),
      chat: fc.constant('-100123'),
      ...team,
    }),
    fc.record({
      kind: fc.constant('matrix'),
      homeserver: address,
      room: fc.constant('!é/:example.com'),
      token: fc.constant('t%'),
    }),
    fc.record({ kind: fc.constant('ntfy'), topic: fc.constant('topic'), ...team }),
    fc.record({ kind: fc.constant('pushover'), token: fc.constant('t'), user: fc.constant('u'), ...team }),
    fc.record({ kind: fc.constant('gotify'), url: address, token: fc.constant('t&=%') }),
    fc.record({ kind: fc.constant('pagerduty'), routing_key: fc.constant('k'), ...team }),
    fc.record({ kind: fc.constant('opsgenie'), key: fc.constant('k'), ...team }),
    fc.record({
      kind: fc.constant('sms'),
      provider: fc.constant('twilio'),
      account: fc.constant('A/%'),
      token: fc.constant('t'),
      from: text,
      to: fc.constant(['+33612345678']),
      ...team,
    }),
    fc.record({ kind: fc.constant('mastodon'), server: address, token: fc.constant('t') }),
    fc.record({
      kind: fc.constant('bluesky'),
      handle: fc.constant('a.example.com'),
      password: text,
      base_url: address,
    }),
  ]
  return fc.record({
    mail: fc.record(
      {
        kind: fc.constant('email'),
        smtp: address.map((url) => url.replace('http', 'smtp').replace(/[?#].*$/, '')),
        from: fc.constantFrom('FrançaisFluide <etat@example.com>', 'a@example.com', '"A, B" <a@example.com>'),
        to: fc.constantFrom(['team@example.com'], ['é@example.com', 'Ann <ann@example.com>']),
        reply_to: fc.constant('support@example.com'),
      },
      { requiredKeys: ['kind', 'smtp', 'from'] },
    ),
    hook: fc.record(
      {
        kind: fc.constant('webhook'),
        url: address,
        secret: fc.oneof(
          text,
          fc.constantFrom('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_', 'whsec_é'),
        ),
        template: fc.constantFrom('{title}', '{"t": "{title}"}', { text: ['{title} {link}', 1, null] }),
        news,
      },
      { requiredKeys: ['kind', 'url'] },
    ),
    chat: fc.oneof(...chats),
  })
}
