import type { View } from './view.ts'

/** From so many days on, a day and a month alone may be of two years. */
const yearDays = 365

/** A day (`YYYY-MM-DD`) in short, beside as many others; with its year where they come round to it again. */
export const dayLabel = ({ format }: Pick<View, 'format'>, date: string, days: number): string =>
  days >= yearDays ? format.shortWithYear(date) : format.short(date)
