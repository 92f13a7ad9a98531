import { dateText } from '../../collector/core/i18n/date-text.ts'
import { zoneName } from '../../collector/core/i18n/zone-name.ts'
import { tabMemory } from './tab-memory.ts'

const root = document.documentElement
const hm = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const day = { day: 'numeric', month: 'long', year: 'numeric' } as const
const styles: Record<string, Intl.DateTimeFormatOptions> = {
  t: hm,
  d: day,
  m: { ...day, ...hm },
  s: { day: 'numeric', month: 'short', ...hm },
  w: { weekday: 'short', day: 'numeric', month: 'short', ...hm },
  l: { weekday: 'long', ...day, ...hm },
}

/** Where the choice is kept until the tab is closed. */
const choice = 'vigie-zone'

/** A zone by the name that this browser has for it and all of its aliases; null where it does not know the zone. */
function canonicalZone(timeZone: string | undefined): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

/**
 * Times in the reader's own zone: at a touch of a button in the footer, which is there only when the two zones differ,
 * and else as the title of each time. Returns what has to run after new content has come in.
 */
export function offerReaderZone(): () => void {
  const button = document.querySelector<HTMLButtonElement>('button.zones')
  const mine = canonicalZone(undefined)
  const zone = root.dataset['zone']
  // Null in a browser that is older than the zone's name.
  const theirs = zone === undefined ? null : canonicalZone(zone)
  if (!button || !mine || !zone || mine === theirs) return () => {}
  const name = zoneName(mine)
  let own = tabMemory.read(choice) === 'own'
  const show = () => {
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-t]')) {
      const format = (timeZone: string, style: string, of = time) =>
        dateText(
          new Intl.DateTimeFormat(root.lang, { ...styles[style], timeZone, calendar: 'gregory' }),
          Date.parse(of.dateTime),
        )
      const styleOfOwn = (): string => {
        const style = time.dataset['t']!
        if (style !== 't') return style
        // A time without its date may fall on another day over there, and then needs the date: as long a one as the
        // beginning of its span has.
        const begin = time.closest('.span')?.querySelector('time')
        if (!begin || begin === time) return 'm'
        return format(mine, 'd') === format(mine, 'd', begin) ? 't' : begin.dataset['t']!
      }
      const other = own ? theirs : mine
      time.title = other === null ? '' : `${format(other, 'm')} (${zoneName(own ? zone : mine)})`
      // What the page itself says comes back as it was: it knows more of its zone than we do.
      time.dataset['page'] ??= time.textContent
      time.textContent = own ? format(mine, styleOfOwn()) : time.dataset['page']
    }
    for (const label of document.querySelectorAll('.in-zone')) {
      const text = (label as HTMLElement).dataset
      text['page'] ??= label.textContent
      label.textContent = own ? (text['sentence'] ?? '({zone})').replace('{zone}', name) : text['page']
    }
    // Days, months and bars are counted in the zone of the page, whatever its times are shown in.
    for (const note of document.querySelectorAll<HTMLElement>('.days-zone')) note.hidden = !own
    button.textContent = own ? button.dataset['page']! : button.dataset['mine']!.replace('{zone}', name)
    button.hidden = false
  }
  button.addEventListener('click', () => {
    own = !own
    tabMemory.write(choice, own ? 'own' : 'page')
    show()
  })
  show()
  return show
}
