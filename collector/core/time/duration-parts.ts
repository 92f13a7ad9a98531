import { day, hour, minute, second } from './units.ts'

/** A length of time in whole units. */
export type DurationParts = {
  readonly days: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
}

/**
 * A length of time (ms, not negative) as everything says it: to the second below an hour, to the minute from there on.
 * It is rounded against ourselves: `up` what an outage took, `down` what may still be lost.
 */
export function durationParts(ms: number, towards: 'up' | 'down' = 'up'): DurationParts {
  const step = ms < hour ? second : minute
  const whole = (towards === 'up' ? Math.ceil(ms / step) : Math.floor(ms / step)) * step
  return {
    days: Math.floor(whole / day),
    hours: Math.floor((whole % day) / hour),
    minutes: Math.floor((whole % hour) / minute),
    seconds: (whole % minute) / second,
  }
}
