/** The head of a frozen report: a link of the chain. */
export type ReportLink = {
  /** 1 for the first ever frozen; no gaps. */
  readonly sequence: number
  /** `2026-10`. */
  readonly period: string
  /** 1, then one more for each correction. */
  readonly revision: number
  readonly frozenAt: number
  /** Why there is another revision; null for the first. */
  readonly why: string | null
  /** SHA-256 of the report's text, hex. */
  readonly data: string
  /** `hash` of the link before; null for the first. */
  readonly previous: string | null
  /** SHA-256, hex, of the UTF-8 lines sequence, period, revision, frozenAt as ISO, why or nothing, data, previous or nothing. */
  readonly hash: string
}

/** A frozen report: its head and its text, the JSON of a Report, byte for byte as it was hashed. */
export type FrozenReport = ReportLink & { readonly text: string }
