import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { ComponentView } from '../../../collector/core/snapshot/snapshot.ts'
import type { View } from './view.ts'

/**
 * That a minority of the places sees a component down: `Down from 1 of 3 places`. Null where none does, and where the
 * component is down, or not expected to work, anyway.
 */
export function minorityText(view: View, { status, downFrom }: ComponentView): string | null {
  if (!downFrom || status === 'major_outage' || status === 'partial_outage' || status === 'under_maintenance')
    return null
  return fillPlaceholders(view.counted(view.words.regions.downFrom, downFrom.down), {
    all: view.format.count(downFrom.of),
  })
}
