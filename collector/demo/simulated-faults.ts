import type { Outcome } from '../core/monitoring/check.ts'
import { hashFraction } from '../core/text/id.ts'

const hour = 3_600_000
const day = 24 * hour

/** An imagined outage of one component. Instants in ms since the epoch. */
type Trouble = { readonly from: number; readonly to: number; readonly health: 'degraded' | 'down' }

/** The day a component was born, counted back from today: one of the seven came later than the rest. */
const born = (component: string): number => (component === 'payments' ? 82 : Infinity)

/**
 * What happened to a component on one day: mostly nothing. Derived from the names alone, so that every demonstration
 * tells the same story.
 *
 * @param daysAgo how many days before today the day lies
 * @param start its first instant, ms
 */
function troubleOf(component: string, daysAgo: number, start: number): Trouble | null {
  const chance = hashFraction(`trouble ${component} ${daysAgo}`)
  if (chance > 0.045 || daysAgo === 0) return null
  const from = start + Math.floor(hashFraction(`when ${component} ${daysAgo}`) * 20 * hour) + hour
  const lasts = 4 * 60_000 + Math.floor(hashFraction(`long ${component} ${daysAgo}`) ** 3 * 70 * 60_000)
  return { from, to: from + lasts, health: chance < 0.02 ? 'down' : 'degraded' }
}

/** One night, the collector itself was off: nobody knows, and the page says so. */
const offline = (daysAgo: number, sinceMidnight: number): boolean =>
  daysAgo === 41 && sinceMidnight >= 2 * hour && sinceMidnight < 3.25 * hour

/** Was the collector off at an instant of the demonstration's past? */
export const wasOff = (at: number, now: number): boolean =>
  offline(Math.floor(now / day) - Math.floor(at / day), at - Math.floor(at / day) * day)

/**
 * What a probe of a component would have found at an instant of the demonstration's past; null when nobody looked.
 *
 * @param now the present, ms: the world is told backwards from it
 */
export function imagined(component: string, monitor: string, at: number, now: number): Outcome | null {
  const daysAgo = Math.floor(now / day) - Math.floor(at / day)
  const start = Math.floor(at / day) * day
  if (daysAgo > born(component) || offline(daysAgo, at - start)) return null
  const trouble = troubleOf(component, daysAgo, start)
  // More traffic by day than by night, and no two answers alike.
  const busy = 1 + 0.35 * Math.sin(((at - start) / day) * 2 * Math.PI - Math.PI / 2)
  const noise =
    0.75 + 0.5 * hashFraction(`${monitor} ${at}`) + (hashFraction(`spike ${monitor} ${at}`) > 0.985 ? 2 : 0)
  const took = Math.round((60 + 240 * hashFraction(component)) * busy * noise * 10) / 10
  if (trouble && at >= trouble.from && at < trouble.to)
    return trouble.health === 'down'
      ? { health: 'down', took: 10_000, fault: { code: 'timeout', detail: 'no answer in 10 s' } }
      : { health: 'degraded', took: took + 2_500, fault: { code: 'slow', detail: 'slower than 2 s' } }
  return { health: 'up', took }
}
