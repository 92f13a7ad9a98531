/** A release could not be made; the one before it is still served. `path` names the culprit where there is one. */
export class PublishError extends Error {
  /** Path or file of the page that failed; null when the whole release did. */
  readonly path: string | null
  constructor(message: string, options: { path?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'PublishError'
    this.path = options.path ?? null
  }
}

/** The code of a system error such as `ENOENT`; undefined for any other value. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
