import type { Log } from '../log.ts'

/** A failure is logged once: the names of the files it happened to differ each time. */
const withoutFileNames = (text: string): string => text.replaceAll(/'[^']*'/g, '')

/**
 * Log why publishing failed, unless it failed for the same reason just before.
 *
 * @param before why it failed the time before; null where it worked
 */
export function logPublishFailure(log: Log, message: string, before: string | null): void {
  if (before === null || withoutFileNames(before) !== withoutFileNames(message))
    log.error(`publishing failed, the last release stays: ${message}`)
}
