import { type Clock, sleep } from '../core/time/clock.ts'

/** Where the failures of the hub are logged. */
type WebSubLog = { error(line: string): void }

/** What is needed to tell a WebSub hub of news. */
export type WebSubDeps = {
  /** `publish.hub` as it is now; null without. */
  readonly hub: () => string | null
  /** `page.url` as it is now: a hub fetches the feeds from there. Null without: then nothing is told. */
  readonly page: () => string | null
  readonly clock: Clock
  readonly log: WebSubLog
  /** Publications within this time are reported together, ms. */
  readonly settle?: number
  /** What did not get through is tried again after these times, ms. */
  readonly retries?: readonly number[]
  /** Longest that one request may take, ms. */
  readonly timeout?: number
}

/** Tells a WebSub hub which feeds have changed, so that it tells those who asked it. */
export type WebSubPublisher = {
  /** A release was published in which these files are new; those that are no feeds are passed over. Returns at once. */
  published(changed: readonly string[]): void
  /** Resolves when nothing is under way or waiting, retries included. */
  settled(): Promise<void>
  /** End what is under way, and tell nothing more. */
  stop(): Promise<void>
}

const feedFile = /(?:^|\/)(?:rss\.xml|atom\.xml|updates\.xml|feed\.json|history\.rss|history\.atom)$/

/** The absolute addresses of the feeds among some files of a release: as their own `self` links say them. */
export const changedFeeds = (page: string, files: readonly string[]): readonly string[] =>
  files.filter((file) => feedFile.test(file)).map((file) => `${page.replace(/\/+$/, '')}/${file}`)

/**
 * Tell a hub of each publication that changed a feed: `hub.mode=publish&hub.url=TOPIC`, a request per feed, one after
 * another. It never holds up a publication; what fails is tried again a few times, then logged in one line.
 */
export function createWebSubPublisher(deps: WebSubDeps): WebSubPublisher {
  const { clock, log, settle = 1_000, retries = [5_000, 30_000, 120_000], timeout = 10_000 } = deps
  const stopping = new AbortController()
  const waiting = new Set<string>()
  let pending: Promise<void> | null = null

  /** Tell of one feed; the reason why it was not taken, null when it was. */
  async function notifyHub(hubUrl: string, topic: string): Promise<HubFailure | null> {
    const late = new AbortController()
    const timer = clock.after(timeout, () => late.abort(new HubTimeout(`no answer in ${timeout / 1000} s`)))
    try {
      const answer = await fetch(hubUrl, {
        method: 'POST',
        body: new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic }),
        signal: AbortSignal.any([stopping.signal, late.signal]),
      })
      await answer.body?.cancel()
      if (answer.ok) return null
      // Too many requests, and a request that came too slowly, are the only refusals that time may heal.
      const final = answer.status < 500 && answer.status !== 429 && answer.status !== 408
      return { why: `it answered ${answer.status}`, final }
    } catch (error) {
      return { why: reason(error), final: false }
    } finally {
      timer.cancel()
    }
  }

  /** Tell of each of them; those to be tried again, and those that are refused for good. */
  async function notifyAll(hubUrl: string, topics: readonly string[]): Promise<HubRound> {
    const undelivered: string[] = []
    let why = ''
    for (const [index, topic] of topics.entries()) {
      if (stopping.signal.aborted) return { left: [], lost: undelivered, why }
      // News that came meanwhile is told by the request that is made now.
      waiting.delete(topic)
      const failure = await notifyHub(hubUrl, topic)
      if (!failure) continue
      why = failure.why
      // A hub that does not answer for one feed does not answer for the next: they wait together.
      if (!failure.final) return { left: topics.slice(index), lost: undelivered, why }
      undelivered.push(topic)
    }
    return { left: [], lost: undelivered, why }
  }

  async function deliver(hubUrl: string): Promise<void> {
    await sleep(clock, settle, stopping.signal)
    let topics: readonly string[] = [...waiting]
    const undelivered: string[] = []
    let why = ''
    for (const wait of [0, ...retries]) {
      if (wait > 0) await sleep(clock, wait, stopping.signal)
      const round = await notifyAll(hubUrl, topics)
      if (round.why) why = round.why
      undelivered.push(...round.lost)
      topics = round.left
      if (topics.length === 0) break
    }
    for (const topic of topics) waiting.delete(topic)
    undelivered.push(...topics)
    if (undelivered.length > 0 && !stopping.signal.aborted) log.error(message(hubUrl, undelivered, why))
  }

  function start(): void {
    const hub = deps.hub()
    if (pending || hub === null || stopping.signal.aborted || waiting.size === 0) return
    pending = deliver(hub).finally(() => {
      pending = null
      start()
    })
  }

  return {
    published(changed) {
      const page = deps.page()
      if (deps.hub() === null || page === null || stopping.signal.aborted) return
      for (const topic of changedFeeds(page, changed)) waiting.add(topic)
      start()
    },
    async settled() {
      for (let current = pending; current; current = pending) await current
    },
    async stop() {
      stopping.abort()
      await pending
    },
  }
}

/** Why a hub did not take the news, and whether asking again is of no use. */
type HubFailure = { readonly why: string; readonly final: boolean }

/** What came of telling a hub of several feeds: to be tried again, refused for good, and the last reason. */
type HubRound = { readonly left: readonly string[]; readonly lost: readonly string[]; readonly why: string }

function message(hub: string, lost: readonly string[], why: string): string {
  const which = lost.length === 1 ? lost[0] : `${lost.length} feeds, ${lost[0]} first`
  return `publish.hub: ${new URL(hub).host} was not told of ${which}: ${why}. The page itself is published`
}

/** The hub did not answer in time. */
class HubTimeout extends Error {}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? cause.message || cause.name : error.message
}
