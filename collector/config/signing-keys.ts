import { createPrivateKey } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Channel } from '../core/config/channel.ts'
import type { Locator } from './locator.ts'
import type { ConfigPath, ConfigProblem } from './problem.ts'
import { get } from './raw-values.ts'
import { readText } from './read-file.ts'

/** The text of a key, or what is wrong with where it should be. */
type SigningKeys = { readonly keys: ReadonlyMap<string, string>; readonly problems: readonly ConfigProblem[] }

/**
 * Reads the keys that mail is signed with, by the channel's name: the text itself, as the environment gives it, or the
 * name of a file beside the configuration.
 */
export function readSigningKeys(root: unknown, locator: Locator, file: string): SigningKeys {
  const keys = new Map<string, string>()
  const problems: ConfigProblem[] = []
  const channels = get(root, 'channels')
  for (const name of channels !== null && typeof channels === 'object' ? Object.keys(channels) : []) {
    const path: ConfigPath = ['channels', name, 'dkim', 'key']
    const written = get(get(get(channels, name), 'dkim'), 'key')
    if (typeof written !== 'string' || written === '') continue
    const isText = written.includes('-----BEGIN')
    const read = isText ? { text: written } : readText(join(dirname(file), written))
    if (!('text' in read)) {
      problems.push(
        locator.problem(
          path,
          `the file of the key: ${read.message.replace(', or let "vigie init" write it', '')}`,
        ),
      )
      continue
    }
    // A variable holds line breaks as \n where it cannot hold others.
    const text = isText ? read.text.replaceAll(String.raw`\n`, '\n') : read.text
    if (isPrivateKey(text)) keys.set(name, text)
    else
      problems.push(
        locator.problem(
          path,
          'is no private key. Write the name of a PEM file beside status.yaml, such as dkim.pem, made by openssl genrsa -out dkim.pem 2048.',
        ),
      )
  }
  return { keys, problems }
}

function isPrivateKey(text: string): boolean {
  try {
    return ['rsa', 'ed25519'].includes(createPrivateKey(text).asymmetricKeyType ?? '')
  } catch {
    return false
  }
}

/** Channels with the text of their keys. */
export const withSigningKeys = (
  channels: readonly Channel[],
  keys: ReadonlyMap<string, string>,
): readonly Channel[] =>
  channels.map((channel) => {
    const key = keys.get(channel.name)
    return channel.kind === 'email' && channel.dkim !== null && key !== undefined
      ? { ...channel, dkim: { ...channel.dkim, key } }
      : channel
  })
