import { createNotifier } from '../../channels/index.ts'
import { UsageError, didYouMean, listSome } from '../../app/errors.ts'
import { newId } from '../../app/new-id.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { Channel } from '../../core/config/channel.ts'
import type { Config } from '../../core/config/config.ts'
import type { Notifier, SendResult, TeamMessage } from '../../core/delivery/message.ts'
import { wordsOf } from '../../core/i18n/dictionaries.ts'
import { fillPlaceholders } from '../../core/i18n/sentences.ts'
import type { Clock } from '../../core/time/clock.ts'
import { redact } from '../../core/text/redact.ts'
import type { DeliveryCount, DeliveryReader, DeliveryState } from '../../store/delivery-store.ts'
import { systemClock } from '../../time/system-clock.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { formatColumns, plainLine } from '../io/plain-text.ts'

/** What the commands about channels work with. */
export type ChannelCommandContext = {
  readonly terminal: Terminal
  readonly config: Config
  readonly store: Pick<DeliveryReader, 'deliveries' | 'deliveryCounts'>
}

/** A test ends after this time, ms. */
const testTimeout = 30_000

/** `vigie channels list`: every channel of the configuration, without its secrets. */
export async function listChannels(
  { terminal, config, store }: ChannelCommandContext,
  json = false,
): Promise<number> {
  const counts = await store.deliveryCounts()
  const views = await Promise.all(config.channels.map((channel) => viewOf(channel, counts, store)))
  if (json) terminal.out(JSON.stringify(views))
  else if (views.length === 0)
    terminal.err('There are no channels. Write them under channels: in status.yaml; see docs/channels.md')
  else
    for (const line of formatColumns([
      ['NAME', 'KIND', 'LAST SENT', 'WAITING', 'DEAD', `TOLD OF (times: ${config.page.timezone})`],
      ...views.map((view) => [
        plainLine(view.name),
        view.kind,
        view.last_sent_at === null
          ? '-'
          : formatLocalTime(Date.parse(view.last_sent_at), config.page.timezone),
        String(view.waiting),
        String(view.dead),
        view.news.join(', '),
      ]),
    ]))
      terminal.out(line)
  return 0
}

/** A channel as `--json` prints it: nothing of its settings. */
async function viewOf(
  { name, kind, news }: Channel,
  counts: readonly DeliveryCount[],
  store: Pick<DeliveryReader, 'deliveries'>,
) {
  const countOf = (state: DeliveryState): number =>
    counts
      .filter((one) => one.channel === name && one.state === state)
      .reduce((sum, one) => sum + one.count, 0)
  // Deliveries are listed by when they were made: of the last ones, the one that was sent last.
  const sent = await store.deliveries({ channel: name, states: ['sent'], limit: 50 })
  const lastSentAt = Math.max(...sent.map(({ finishedAt }) => finishedAt ?? -Infinity))
  return {
    name,
    kind,
    news,
    last_sent_at: Number.isFinite(lastSentAt) ? new Date(lastSentAt).toISOString() : null,
    waiting: countOf('pending'),
    dead: countOf('dead'),
  }
}

/**
 * `vigie channels test NAME`: a message that says it is a test goes the way of every other, past the queue.
 * @throws UsageError for a name that there is none of
 */
export async function testChannel(
  { terminal, config }: Omit<ChannelCommandContext, 'store'>,
  name: string,
  json = false,
  clock: Clock = systemClock(),
): Promise<number> {
  const channel = config.channels.find((one) => one.name === name)
  if (!channel) throw unknownChannel(name, config)
  const result = await sendTest(channel, testMessage(name, config, clock.now()), config, clock)
  if (json) terminal.out(JSON.stringify(resultView(name, result)))
  if (result.outcome === 'sent') {
    terminal.err(`${plainLine(name)}: the test was sent (${channel.kind}).`)
    return 0
  }
  const wait = result.retryAfter === null ? '' : ` It asks to wait ${Math.ceil(result.retryAfter / 1000)} s.`
  terminal.err(`${plainLine(name)}: the test was refused: ${result.error}.${wait}`)
  return 1
}

/** Send a message by a channel, past the queue. A channel without recipients of its own is refused. */
export async function sendTest(
  channel: Channel,
  message: TeamMessage,
  config: Config,
  clock: Clock,
): Promise<SendResult> {
  const words = wordsOf(config.page.locale, config.page.words).messages
  const notifier = createNotifier(channel, { now: clock.now, secrets: config.secrets, words })
  if (notifier === null || (channel.kind === 'email' && channel.to.length === 0))
    return { outcome: 'refused', permanent: true, error: 'it has no recipients of its own', retryAfter: null }
  try {
    return await sendInTime(notifier, message, clock)
  } catch (error) {
    return failureOf(error, config)
  } finally {
    notifier.close?.()
  }
}

function unknownChannel(name: string, { channels }: Config): UsageError {
  const names = channels.map((channel) => channel.name)
  const word = plainLine(name).slice(0, 64)
  const choices = names.length === 0 ? 'There are none in status.yaml.' : `There are: ${listSome(names)}.`
  return new UsageError(`there is no channel "${word}".${didYouMean(word, names)} ${choices}`)
}

function testMessage(channel: string, config: Config, now: number): TeamMessage {
  const { page } = config
  const { messages: words, colon } = wordsOf(page.locale, page.words)
  const id = newId()
  return {
    id: `msg_test_${id}`,
    topic: `test/${id}`,
    locale: page.locale,
    colon,
    severity: 'info',
    action: 'inform',
    title: fillPlaceholders(words.testTitle, { title: page.name }),
    paragraphs: [fillPlaceholders(words.test, { channel })],
    details: [],
    link: page.url,
    acknowledgeLink: null,
    at: now,
    isTest: true,
    data: {
      type: 'test',
      timestamp: new Date(now).toISOString(),
      data: { page: { name: page.name, url: page.url }, incidents: [], maintenances: [], announcements: [] },
    },
  }
}

/** Rejects where the service says nothing for too long. */
async function sendInTime(notifier: Notifier, message: TeamMessage, clock: Clock): Promise<SendResult> {
  const timeout = new AbortController()
  const timer = clock.after(testTimeout, () =>
    timeout.abort(new Error(`no answer in ${testTimeout / 1000} s`)),
  )
  try {
    return await notifier.send(message, timeout.signal)
  } finally {
    timer.cancel()
    notifier.close?.()
  }
}

const failureOf = (error: unknown, { secrets }: Config): SendResult => ({
  outcome: 'refused',
  permanent: false,
  error: redact(error instanceof Error ? error.message : String(error), secrets),
  retryAfter: null,
})

const resultView = (name: string, result: SendResult) =>
  result.outcome === 'sent'
    ? { name, outcome: 'sent' }
    : {
        name,
        outcome: 'refused',
        error: result.error,
        permanent: result.permanent,
        retry_after_ms: result.retryAfter,
      }
