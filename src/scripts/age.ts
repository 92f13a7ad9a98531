const root = document.documentElement

/** Say how long ago the last check was, and that the page is old once the reader's clock is past its `staleAfter`. */
export function showAge(): void {
  const { staleAfter } = root.dataset
  if (staleAfter === undefined) return
  const now = Date.now()
  const stale = now > Number(staleAfter)
  root.classList.toggle('is-stale', stale)
  for (const notice of document.querySelectorAll<HTMLElement>('.stale')) notice.hidden = !stale
  for (const prefix of document.querySelectorAll<HTMLElement>('.last')) {
    prefix.dataset['always'] ??= String(!prefix.hidden)
    prefix.hidden = !stale && prefix.dataset['always'] !== 'true'
  }
  for (const ago of document.querySelectorAll<HTMLElement>('.ago')) {
    const seconds = Math.max(0, Math.round((now - Number(ago.dataset['at'])) / 1000))
    // Older than a day, the date beside it says more; changing text once a second would be noise after a minute.
    const [count, unit] =
      seconds < 60
        ? [seconds, 'second' as const]
        : seconds < 3600
          ? [Math.floor(seconds / 60), 'minute' as const]
          : [Math.floor(seconds / 3600), 'hour' as const]
    const ageText = new Intl.RelativeTimeFormat(root.lang, { style: 'short' }).format(-count, unit)
    if (count > 0 && ago.textContent !== ageText) ago.textContent = ageText
  }
}
