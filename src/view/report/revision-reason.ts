import { revisionReason } from '../../../collector/core/report/revision-reason.ts'
import { escape } from '../shared/html.ts'
import type { View } from '../shared/view.ts'

/** Why a report was revised, as HTML: in the reader's language, or marked as English where it is not known. */
export function reasonHtml({ words }: View, why: string | null): string {
  const text = revisionReason(words, why ?? '')
  return text === null ? `<bdi lang="en">${escape(why!)}</bdi>` : `<bdi>${escape(text)}</bdi>`
}
