const root = document.documentElement
const every = 45_000

type Live = { generatedAt: number; staleAfter: number; checkedAt: number | null; fingerprint: string }

/** How long an answer is waited for, ms. */
const patience = 10_000

/**
 * Ask now and then whether the site has changed, and if so put the new content in place without moving the reader.
 *
 * @returns asks at once; resolves when it is known, or cannot be
 */
export function keepFresh(changed: () => void): () => Promise<void> {
  const address = root.dataset['live']
  if (!address) return () => Promise.resolve()

  async function checkForNews(): Promise<void> {
    if (document.hidden) return
    try {
      const answer = await fetch(address!, { cache: 'no-cache', signal: AbortSignal.timeout(patience) })
      if (!answer.ok) return
      const live = (await answer.json()) as Live
      // Some pages are as of the hour: what was fetched for a change is not fetched again before the next.
      if (live.fingerprint !== root.dataset['fingerprint'] && (await replace()))
        root.dataset['fingerprint'] = live.fingerprint
      root.dataset['staleAfter'] = String(live.staleAfter)
      for (const ago of document.querySelectorAll<HTMLElement>('.ago'))
        if (live.checkedAt !== null) ago.dataset['at'] = String(live.checkedAt)
      changed()
    } catch {
      // No network: the page grows old, and says so by itself.
    }
  }

  /** Whether the content could be fetched, and is in place. */
  async function replace(): Promise<boolean> {
    const answer = await fetch(location.href, { cache: 'no-cache' })
    if (!answer.ok) return false
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const main = document.querySelector('main')
    const content = next.querySelector('main')
    if (!main || !content) return false
    const focused = document.activeElement
    const target = main.contains(focused) ? (focused?.getAttribute('href') ?? null) : null
    const open = [...main.querySelectorAll('details')].map((details) => details.open)
    main.replaceChildren(...content.childNodes)
    main.querySelectorAll('details').forEach((details, index) => (details.open = open[index] ?? false))
    if (target)
      main.querySelector<HTMLElement>(`a[href="${CSS.escape(target)}"]`)?.focus({ preventScroll: true })
    document.title = next.title
    for (const name of ['fingerprint', 'generatedAt', 'staleAfter'])
      root.dataset[name] = next.documentElement.dataset[name] ?? ''
    const status = document.querySelector<HTMLElement>('[role=status][data-said]')
    if (status) status.textContent = status.dataset['said'] ?? ''
    return true
  }

  setInterval(checkForNews, every)
  document.addEventListener('visibilitychange', checkForNews)
  return checkForNews
}
