import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { minute } from '../../../collector/core/time/units.ts'
import { escape } from './html.ts'
import type { View } from './view.ts'

/**
 * That a message was written after the time it is dated, as safe HTML: what is notified of a morning in the evening was not
 * there to be read in the morning. Null where it was written within a minute of its date.
 */
export const writtenLaterHtml = (
  view: View,
  { at, writtenAt }: { readonly at: number; readonly writtenAt?: number },
): string | null =>
  writtenAt === undefined || writtenAt - at < minute
    ? null
    : fillPlaceholders(escape(view.words.writtenLater), { time: view.time(writtenAt, 'm') })
