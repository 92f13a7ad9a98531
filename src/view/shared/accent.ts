import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'

/** The operator's colour as a style of the page; null without one, and for what is no colour. */
export const accentStyle = ({ accent }: Snapshot['page']): string | null =>
  accent !== null && /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(accent)
    ? `:root{--accent:${accent}}`
    : null
