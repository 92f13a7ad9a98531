import { stat } from 'node:fs/promises'

/**
 * What a file looks like, links followed: it changes whenever the file is written, replaced, or led elsewhere. Taken
 * before the file is read, so that what is written meanwhile is a change. `-` where there is none.
 */
export async function fileSignature(path: string): Promise<string> {
  const stats = await stat(path, { bigint: true }).catch(() => null)
  return stats === null ? '-' : `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`
}

/** The signatures of several files as one text. */
export const joinSignatures = (signatures: readonly string[]): string => signatures.join('\n')
