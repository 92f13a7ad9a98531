import { makeBadge } from 'badge-maker'
import { escape as escapeHtml } from '../view/shared/html.ts'
import type { ShownStatus } from '../../collector/core/monitoring/health.ts'

/** White words stand out from each of them by 6:1, also where the badge's sheen lightens it. */
const colours: Record<ShownStatus, string> = {
  operational: '#1d6f4a',
  degraded_performance: '#8a5800',
  partial_outage: '#a34404',
  major_outage: '#b02525',
  under_maintenance: '#2457b3',
  unknown: '#59625d',
}

/**
 * What a badge says: on the left what it is about, on the right how that is, in the colour of `tone`; `colon` stands between
 * the two where they are read out.
 */
export type Badge = {
  readonly label: string
  readonly message: string
  readonly colon: string
  readonly tone: ShownStatus
}

/** As the library escapes. */
const escape = (text: string): string => escapeHtml(text).replaceAll('&#39;', '&apos;')

/** A badge as SVG. Its words are its title and label, too, for those who hear them; the same words give the same bytes. */
export function draw({ label, message, colon, tone }: Badge): string {
  const badge = makeBadge({ label, message, labelColor: '#3d4440', color: colours[tone], style: 'flat' })
    // The library reads out a colon as English has it.
    .replaceAll(escape(`${label}: ${message}`), escape(`${label}${colon}${message}`))
  return cursive.test(label + message) ? badge.replaceAll(/ textLength="[\d.]+"/g, '') : badge
}

/** Scripts whose letters join: drawn to a length of somebody's choice, they would be pulled apart. */
const cursive =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Thaana}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Mandaic}]/u
