import { dateText } from '../../collector/core/i18n/date-text.ts'

const root = document.documentElement

/** Whether a path, which moves from day to day, comes by a place: see view/bars.ts. */
function reaches(d: string, place: number): boolean {
  let x = 0
  for (const [, step] of d.matchAll(/m(\d+)/gi)) if ((x += Number(step)) === place) return true
  return false
}

/** How many minutes of a day, by its place in the row, nobody watched; 0 where that is not worth saying. */
function unwatchedMinutes(bars: SVGSVGElement, index: number): number {
  const entry = bars.dataset['unwatched']?.split(',').find((one) => one.startsWith(`${index}:`))
  return entry ? Number(entry.split(':')[1]) : 0
}

/** `no data for 23 h 59 min`, in the page's words, which the legend has. */
function sentenceOf(total: number): string {
  const words = document.querySelector<HTMLElement>('.legend')?.dataset ?? {}
  const parts = [
    [Math.floor(total / 60), words['hour']],
    [total % 60, words['minute']],
  ] as const
  const duration = parts.flatMap(([count, unit]) => (count > 0 ? `${count}\u00a0${unit}` : [])).join(' ')
  return (words['unwatched'] ?? '{duration}').replace('{duration}', duration)
}

/** The day of a row of bars a pointer is over: `YYYY-MM-DD`, and its state in the words of the legend. */
function dayAt(bars: SVGSVGElement, clientX: number): { date: string; state: string; count: number } | null {
  const box = bars.getBoundingClientRect()
  const count = (bars.viewBox.baseVal.width + 1) / 4
  const index = Math.min(count - 1, Math.max(0, Math.floor(((clientX - box.left) / box.width) * count)))
  const date = new Date(`${bars.dataset['from']}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() + index)
  const states = [...bars.querySelectorAll('path')]
    .filter((path) => reaches(path.getAttribute('d') ?? '', index * 4))
    .map((path) =>
      document.querySelector(`.legend .${path.classList[0]}`)?.closest('li')?.textContent?.trim(),
    )
  const minutes = unwatchedMinutes(bars, index)
  if (minutes > 0) {
    const unknown = document.querySelector('.legend .b-unknown')?.closest('li')?.textContent?.trim()
    const known = states.filter((state) => state !== unknown)
    states.splice(0, states.length, ...known, sentenceOf(minutes))
  }
  return Number.isNaN(date.getTime())
    ? null
    : { date: date.toISOString().slice(0, 10), state: states.filter(Boolean).join(' · '), count }
}

const barsOf = (event: Event): SVGSVGElement | null =>
  (event.target as Element | null)?.closest<SVGSVGElement>('svg.bars[data-from]') ?? null

/**
 * With a pointer, a bar says its day and leads to its line in the table of days. Everybody else finds the same in the
 * table, one link away.
 */
export function nameDays(): void {
  const tip = document.createElement('p')
  tip.className = 'tip'
  tip.ariaHidden = 'true'
  tip.hidden = true
  document.body.append(tip)
  const named = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
    calendar: 'gregory',
  } as const
  const format = new Intl.DateTimeFormat(root.lang, named)
  // A day and a month alone would be of two years.
  const withYear = new Intl.DateTimeFormat(root.lang, { ...named, year: 'numeric' })

  document.addEventListener('pointermove', (event) => {
    const bars = barsOf(event)
    const day = bars && dayAt(bars, event.clientX)
    tip.hidden = !day
    if (!bars || !day) return
    tip.textContent = `${dateText(day.count >= 365 ? withYear : format, Date.parse(day.date))} · ${day.state}`
    const half = tip.offsetWidth / 2 + 4
    const x = Math.min(root.clientWidth - half, Math.max(half, event.clientX))
    tip.style.left = `${x + scrollX}px`
    tip.style.top = `${bars.getBoundingClientRect().top + scrollY}px`
  })
  document.addEventListener('click', (event) => {
    const bars = barsOf(event)
    const day = bars && dayAt(bars, event.clientX)
    if (!bars || !day) return
    const link = bars.closest('li')?.querySelector('a')
    location.href = `${link ? link.href : ''}#d-${day.date}`
  })
}
