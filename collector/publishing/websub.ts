/** Where the failures of the hub are told. */
export type HubLog = { error(line: string): void }

/** What is needed to tell a WebSub hub of news. */
export type HubDeps = {
  /** `publish.hub`; null without. */
  readonly hub: string | null
  /** `page.url`: a hub fetches the feeds from there. Null without: then nothing is told. */
  readonly page: string | null
  readonly log: HubLog
  /** Publications within this time are told together, ms. */
  readonly settle?: number
  /** What did not get through is tried again after these times, ms. */
  readonly retries?: readonly number[]
  /** Longest that one request may take, ms. */
  readonly timeout?: number
}

/** Tells a WebSub hub which feeds have changed, so that it tells those who asked it. */
export type HubPing = {
  /** A release was published in which these files are new; those that are no feeds are passed over. Returns at once. */
  published(changed: readonly string[]): void
  /** Resolves when nothing is under way or waiting, retries included. */
  settled(): Promise<void>
  /** End what is under way, and tell nothing more. */
  stop(): Promise<void>
}

const feedFile = /(?:^|\/)(?:rss\.xml|atom\.xml|feed\.json|history\.rss|history\.atom)$/

/** The absolute addresses of the feeds among some files of a release: as their own `self` links say them. */
export const feedTopics = (page: string, files: readonly string[]): readonly string[] =>
  files.filter((file) => feedFile.test(file)).map((file) => `${page.replace(/\/+$/, '')}/${file}`)

/**
 * Tell a hub of each publication that changed a feed: `hub.mode=publish&hub.url=TOPIC`, a request per feed, one after
 * another. It never holds up a publication; what fails is tried again a few times, then told in one line of the log.
 */
export function hubPing(deps: HubDeps): HubPing {
  const { hub, page, log, settle = 1_000, retries = [5_000, 30_000, 120_000], timeout = 10_000 } = deps
  const stopping = new AbortController()
  const waiting = new Set<string>()
  let working: Promise<void> | null = null

  /** Tell of one feed; the reason why it was not taken, null when it was. */
  async function tell(hubUrl: string, topic: string): Promise<Failure | null> {
    try {
      const answer = await fetch(hubUrl, {
        method: 'POST',
        body: new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic }),
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(timeout)]),
      })
      await answer.body?.cancel()
      if (answer.ok) return null
      // Too many requests, and a request that came too slowly, are the only refusals that time may heal.
      const final = answer.status < 500 && answer.status !== 429 && answer.status !== 408
      return { why: `it answered ${answer.status}`, final }
    } catch (error) {
      return { why: reason(error, timeout), final: false }
    }
  }

  /** Tell of each of them; those to be tried again, and those that are refused for good. */
  async function tellAll(hubUrl: string, topics: readonly string[]): Promise<Round> {
    const lost: string[] = []
    let why = ''
    for (const [index, topic] of topics.entries()) {
      if (stopping.signal.aborted) return { left: [], lost, why }
      // News that came meanwhile is told by the request that is made now.
      waiting.delete(topic)
      const failure = await tell(hubUrl, topic)
      if (!failure) continue
      why = failure.why
      // A hub that does not answer for one feed does not answer for the next: they wait together.
      if (!failure.final) return { left: topics.slice(index), lost, why }
      lost.push(topic)
    }
    return { left: [], lost, why }
  }

  async function work(hubUrl: string): Promise<void> {
    await pause(settle, stopping.signal)
    let topics: readonly string[] = [...waiting]
    const lost: string[] = []
    let why = ''
    for (const wait of [0, ...retries]) {
      await pause(wait, stopping.signal)
      const round = await tellAll(hubUrl, topics)
      if (round.why) why = round.why
      lost.push(...round.lost)
      topics = round.left
      if (topics.length === 0) break
    }
    for (const topic of topics) waiting.delete(topic)
    lost.push(...topics)
    if (lost.length > 0 && !stopping.signal.aborted) log.error(message(hubUrl, lost, why))
  }

  function start(): void {
    if (working || hub === null || stopping.signal.aborted || waiting.size === 0) return
    working = work(hub).finally(() => {
      working = null
      start()
    })
  }

  return {
    published(changed) {
      if (hub === null || page === null || stopping.signal.aborted) return
      for (const topic of feedTopics(page, changed)) waiting.add(topic)
      start()
    },
    async settled() {
      for (let current = working; current; current = working) await current
    },
    async stop() {
      stopping.abort()
      await working
    },
  }
}

/** Why a hub did not take the news, and whether asking again is of no use. */
type Failure = { readonly why: string; readonly final: boolean }

/** What came of telling a hub of several feeds: to be tried again, refused for good, and the last reason. */
type Round = { readonly left: readonly string[]; readonly lost: readonly string[]; readonly why: string }

function message(hub: string, lost: readonly string[], why: string): string {
  const which = lost.length === 1 ? lost[0] : `${lost.length} feeds, ${lost[0]} first`
  return `publish.hub: ${new URL(hub).host} was not told of ${which}: ${why}. The page itself is published`
}

function reason(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer in ${timeout / 1000} s`
  const { cause } = error
  return cause instanceof Error ? cause.message || cause.name : error.message
}

/** Wait, unless it is time to stop. */
function pause(ms: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer)
      stop.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    stop.addEventListener('abort', over)
  })
}
