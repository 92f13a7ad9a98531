import { type AlertService, createAlertService } from '../../alerts/alert-service.ts'
import { CliError, UsageError, didYouMean, listSome } from '../../app/errors.ts'
import { newId } from '../../app/new-id.ts'
import type { Terminal } from '../../app/terminal.ts'
import { alertView, silenceView } from '../../core/alert/alert-view.ts'
import type { Alert } from '../../core/alert/alert.ts'
import { exampleAlert } from '../../core/alert/example-alert.ts'
import type { Config } from '../../core/config/config.ts'
import type { TeamMessage } from '../../core/delivery/message.ts'
import { composeTogether } from '../../core/delivery/team-messages/compose.ts'
import { wordsOf } from '../../core/i18n/dictionaries.ts'
import { formats } from '../../core/i18n/format.ts'
import { fillPlaceholders } from '../../core/i18n/sentences.ts'
import type { Clock } from '../../core/time/clock.ts'
import { alertChannels } from '../../deliveries/team-audience.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import type { Store } from '../../store/store.ts'
import { systemClock } from '../../time/system-clock.ts'
import { sendTest } from '../channels/actions.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { formatColumns, plainLine } from '../io/plain-text.ts'
import { commandActor } from '../io/command-actor.ts'

/** What the commands about alerts work with; `now` in ms since the epoch. */
export type AlertCommandContext = {
  readonly terminal: Terminal
  readonly config: Config
  readonly store: Store
  readonly now: number
}

/** Flags of `vigie alerts silence`. */
export type SilenceFlags = {
  readonly for: string
  readonly reason: string
  readonly component?: string
  readonly by?: string
  readonly json?: boolean
}

/** Most alerts that are listed. */
const listed = 50

const serviceOf = ({ store, config, now }: AlertCommandContext): AlertService =>
  createAlertService({ store, config, now: () => now, id: newId })

/** `vigie alerts list`. */
export async function listAlerts(context: AlertCommandContext, json = false): Promise<number> {
  const { terminal, config, now } = context
  const service = serviceOf(context)
  const alerts = await service.list(listed)
  const silences = await service.silences()
  if (json) {
    const views = { alerts: alerts.map(alertView), silences: silences.map((one) => silenceView(one, now)) }
    terminal.out(JSON.stringify(views))
    return 0
  }
  const { timezone } = config.page
  if (alerts.length === 0) terminal.err('No alert fires, and none has fired before.')
  else
    for (const line of formatColumns([
      ['ID', 'STATE', 'RULE', 'COMPONENT', 'SEVERITY', 'SINCE', `ENDED (times: ${timezone})`],
      ...alerts.map((alert) => [
        alert.id,
        stateOf(alert),
        plainLine(alert.rule),
        plainLine(alert.component ?? '-'),
        alert.severity,
        formatLocalTime(alert.since, timezone),
        alert.endedAt === null ? '-' : formatLocalTime(alert.endedAt, timezone),
      ]),
    ]))
      terminal.out(line)
  if (silences.length > 0)
    for (const line of formatColumns([
      ['SILENCE', 'RULE', 'COMPONENT', 'UNTIL', 'BY', 'REASON'],
      ...silences.map((one) => [
        one.id,
        plainLine(one.rule ?? '*'),
        plainLine(one.component ?? '*'),
        formatLocalTime(one.until, timezone),
        plainLine(one.by),
        plainLine(one.reason),
      ]),
    ]))
      terminal.out(line)
  return 0
}

/** What a person wants to know first of an alert. */
function stateOf({ firedAt, endedAt, notifiedAt, silencedBy, acknowledgedAt }: Alert): string {
  if (endedAt !== null) return 'over'
  if (firedAt === null) return 'pending'
  if (notifiedAt === null) return `silenced (${silencedBy ?? 'silence'})`
  return acknowledgedAt === null ? 'firing' : 'acknowledged'
}

/** `vigie alerts ack`. @throws CliError where there is none, or it does not fire any more */
export async function acknowledge(
  context: AlertCommandContext,
  id: string,
  { by, json = false }: { readonly by?: string; readonly json?: boolean },
): Promise<number> {
  const alert = await withUsageErrors(() => serviceOf(context).acknowledge(id, commandActor({ by })))
  if (json) context.terminal.out(JSON.stringify(alertView(alert)))
  context.terminal.err(`${alert.id}: acknowledged by ${plainLine(alert.acknowledgedBy ?? '')}.`)
  return 0
}

/** `vigie alerts silence`: prints the id alone. @throws UsageError for what cannot be read */
export async function silence(
  context: AlertCommandContext,
  rule: string,
  { for: length, reason, component, by, json = false }: SilenceFlags,
): Promise<number> {
  const { terminal, config, now } = context
  const input = { rule, for: length, reason, ...(component !== undefined && { component }) }
  const made = await withUsageErrors(() => serviceOf(context).silence(input, commandActor({ by })))
  terminal.out(json ? JSON.stringify(silenceView(made, now)) : made.id)
  terminal.err(
    `nobody is told until ${formatLocalTime(made.until, config.page.timezone)} (${config.page.timezone}). To end it sooner: vigie alerts unsilence ${made.id}`,
  )
  return 0
}

/** `vigie alerts unsilence`. @throws CliError where there is no such silence */
export async function endSilence(
  context: AlertCommandContext,
  id: string,
  { by, json = false }: { readonly by?: string; readonly json?: boolean } = {},
): Promise<number> {
  const ended = await withUsageErrors(() => serviceOf(context).endSilence(id, commandActor({ by })))
  if (json) context.terminal.out(JSON.stringify(silenceView(ended, context.now)))
  context.terminal.err(`${ended.id}: people are told again.`)
  return 0
}

/** `vigie alerts test RULE`: what the rule would say goes to those it tells, marked as a test, past the queue. */
export async function testRule(
  { terminal, config }: Pick<AlertCommandContext, 'terminal' | 'config'>,
  id: string,
  json = false,
  clock: Clock = systemClock(),
): Promise<number> {
  const rule = config.alerts.find((one) => one.id === id)
  if (!rule) {
    const names = config.alerts.map((one) => one.id)
    const known = names.length === 0 ? 'There are none in status.yaml.' : `There are: ${listSome(names)}.`
    throw new UsageError(`there is no alert rule "${plainLine(id)}".${didYouMean(id, names)} ${known}`)
  }
  const now = clock.now()
  const alert = exampleAlert(rule, config, now)
  const names = alertChannels(alert, { moment: 'fired', step: null }, config)
  if (names.length === 0)
    throw new CliError('nobody is told of this rule: no channel of status.yaml is told of alerts.')
  const message = testMessage(alert, config, now)
  const results = []
  for (const channel of config.channels.filter(({ name }) => names.includes(name))) {
    const result = await sendTest(channel, message, config, clock)
    results.push({ channel: channel.name, outcome: result.outcome })
    const text = result.outcome === 'sent' ? 'the test was sent.' : `the test was refused: ${result.error}.`
    terminal.err(`${plainLine(channel.name)}: ${text}`)
  }
  if (json) terminal.out(JSON.stringify(results))
  return results.every(({ outcome }) => outcome === 'sent') ? 0 : 1
}

function testMessage(alert: Alert, config: Config, now: number): TeamMessage {
  const { locale, timezone, words: own } = config.page
  const words = wordsOf(locale, own)
  const context = { locale, words, formats: formats(locale, timezone, words), config, now }
  const content = composeTogether([{ kind: 'alert', alert, moment: 'fired' }], context)
  const id = newId()
  return {
    ...content,
    title: fillPlaceholders(words.messages.testTitle, { title: content.title }),
    id: `msg_test_${id}`,
    topic: `test/${id}`,
    locale,
    colon: words.colon,
    // Nothing is opened that nobody would close.
    action: 'inform',
    paragraphs: [fillPlaceholders(words.alerts.test, { rule: alert.rule })],
    acknowledgeLink: null,
    isTest: true,
    data: {
      type: 'test',
      timestamp: new Date(now).toISOString(),
      data: { page: { name: config.page.name, url: config.page.url }, alerts: [alertView(alert)] },
    },
  }
}

/** @throws UsageError for an input that is wrong, CliError for what is not there or not now */
async function withUsageErrors<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const text = error.issues
      .map(({ path, message }) => `${path === '' ? '' : `--${path} `}${message}`.replace('--rule ', ''))
      .join('\n')
    throw error.reason === 'invalid' ? new UsageError(plainLine(text)) : new CliError(plainLine(text))
  }
}
