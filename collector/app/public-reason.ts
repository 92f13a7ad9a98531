import { resolve } from 'node:path'

/** An absolute path of two steps or more; an address such as `https://example.com/a/b` is none. */
const absolutePath = /(?<![\p{L}\p{N}:/.])\/(?:[^\s/:'"]+\/)+(?=[^\s/:'"])/gu

/**
 * A reason as strangers may read it: files of the operator's folder by their name in it, others by their last name, so that
 * nothing is told of the machine.
 *
 * @param data the operator's folder, as messages may name it
 */
export function publicReason(reason: string, data: string): string {
  const folders = [resolve(data), data].map((folder) => `${folder.replace(/\/+$/, '')}/`)
  return folders.reduce((text, folder) => text.replaceAll(folder, ''), reason).replaceAll(absolutePath, '')
}
