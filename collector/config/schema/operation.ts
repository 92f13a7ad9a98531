import { z } from 'zod'
import { parseStoreLocation } from '../../core/config/store-location.ts'
import { number, oneOf, section, booleanValue, type RuleViolation, unsetVariable } from '../rules.ts'
import { port, tcpAddress, url } from '../values/address.ts'
import { duration } from '../values/duration.ts'
import { id, string, localizedText } from '../values/basic-values.ts'

const day = 86_400_000

/** `region:` — the place this collector watches from. */
export const region = id('paris').describe(
  'The place this collector watches from, kept with every check. The variable VIGIE_REGION, where it is set, takes precedence. Default: one place without a name.',
)

/** `store:` — what facts are kept in; empty counts as not given, as a variable that is not set leaves it. */
export const store = z
  .unknown()
  .transform((value, context): string => {
    if (value === null || value === undefined || value === '') return ''
    const refuse = (issue: string, advice: string): string => {
      const params: RuleViolation = { issue, advice, plain: advice }
      context.issues.push({ code: 'custom', input: value, path: [], params })
      return z.NEVER
    }
    if (value === unsetVariable) return refuse('', '')
    if (typeof value !== 'string') return refuse('is not text', 'Write sqlite:FILE or postgres://…')
    const location = parseStoreLocation(value)
    if (!('problem' in location)) return value
    const [issue = '', advice = ''] = location.problem.split(/\. (?=Write)/)
    return refuse(issue, advice)
  })
  .meta({ type: 'string' })
  .describe(
    'Where history is kept: sqlite:FILE, or postgres://USER:PASSWORD@HOST/DATABASE. Default: what the variable VIGIE_STORE says, else sqlite:status.db in the data folder.',
  )

/** `connectivity:` — how the collector knows that it is itself cut off. */
export const connectivity = section({
  any_of: z
    .array(tcpAddress())
    .min(1)
    .describe('Addresses as tcp://host:port; when none answers, what is seen is unknown, not down.'),
}).describe('How the collector knows that it is itself cut off.')

/** `retention:` — how long raw checks are kept. */
export const retention = section({
  checks: duration({ min: day, example: '30d', unit: 'd' })
    .optional()
    .describe('Raw checks; rollups are kept for ever. Default: 30d.'),
}).describe('How long raw checks are kept.')

/** `publish:` — when a release is made. */
export const publish = section({
  every: duration({ min: 1000, max: day, example: '60s' })
    .optional()
    .describe('Time between releases when nothing happens; what happens is published at once. Default: 60s.'),
  after: z
    .array(string('rsync -a {site}/ host:/var/www/status/'))
    .optional()
    .describe('Commands run after a release; {site} is its folder.'),
  hub: url(['https', 'http'], 'https://hub.example.com/')
    .optional()
    .describe('A WebSub hub that is told at once when the feeds have news.'),
}).describe('When a release is made, and what is run after it.')

const templateText = (example: string) => localizedText(example).optional()

/** `incidents:` — what the collector tells by itself. */
export const incidents = section({
  automatic: booleanValue()
    .optional()
    .describe('Whether confirmed outages open incidents by themselves. Default: true.'),
  from: oneOf(['degraded_performance', 'partial_outage', 'major_outage'])
    .optional()
    .describe('Mildest status that opens one. Default: degraded_performance.'),
  reopen_within: duration({ example: '15m', unit: 'm' })
    .optional()
    .describe('A component that fails again within this time continues its last incident. Default: 15m.'),
  fold: duration({ example: '15m', unit: 'm' }).optional().describe('Earlier name of reopen_within.'),
  templates: section({
    title: section({
      degraded_performance: templateText('{component}: slow'),
      partial_outage: templateText('{component}: partly unavailable'),
      major_outage: templateText('{component}: unavailable'),
    }).optional(),
    opened: templateText('Our probes see a problem. {fault}'),
    changed: templateText('The situation has changed.'),
    recovered: templateText('It works again, after {duration}.'),
    again: templateText('The problem is back.'),
  })
    .optional()
    .describe(
      'Words of automatic incidents, per locale; {component}, {fault} and {duration} are replaced. `changed` is said of every new status.',
    ),
}).describe('What the collector tells by itself.')

const durationField = (example: string, min: number, unit = 's') => duration({ min, max: day, example, unit })

/** Between what a figure of a stand-in moves: low at night, high in working hours. */
const range = section({
  from: number({ min: -1e12, max: 1e12, whole: false, example: '35' }),
  to: number({ min: -1e12, max: 1e12, whole: false, example: '72' }),
})

/** One stand-in service of `demo:`. */
const demoService = section({
  id: id('api').describe('Its name in the log.'),
  kind: oneOf(['http', 'tcp', 'dns', 'tls', 'websocket', 'prometheus', 'metrics', 'heartbeat']),
  port: port(18081).describe('Port on loopback.'),
  latency: durationField('40ms', 0, 'ms')
    .optional()
    .describe('Time an ordinary answer takes. Default: 20ms.'),
  answer: string('{"status": "ok"}')
    .optional()
    .describe(
      'What it says: body (http), address (dns), greeting (tcp), reply (websocket), value (prometheus), token (heartbeat).',
    ),
  figures: z
    .record(z.string(), range)
    .optional()
    .describe(
      'Figures by name (metrics): at /figures.json, and to the queries of Prometheus that are their names.',
    ),
  faults: z
    .array(
      section({
        kind: oneOf(['slow', 'error', 'refused']).describe(
          'slow answers late, error answers wrongly, refused does not answer.',
        ),
        every: durationField('10m', 1000, 'm').describe('Time between the beginnings of two of them.'),
        after: durationField('3m', 0, 'm')
          .optional()
          .describe('Time into each period at which it begins. Default: 0s.'),
        lasts: durationField('40s', 1),
      }),
    )
    .optional()
    .describe('How it misbehaves, on a fixed schedule.'),
})

/** `demo:` — stand-in services on loopback, so that a first start has something to watch. */
export const demo = section({ services: z.array(demoService).min(1) }).describe(
  'Stand-in services started on loopback, so that a first start has something to watch. Remove it for real use.',
)
