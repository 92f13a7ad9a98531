import { z } from 'zod'
import type { TeamNewsKind } from '../../../core/config/channel.ts'
import { oneOf } from '../../rules.ts'
import { url } from '../../values/address.ts'
import { stringMatching } from '../../values/basic-values.ts'

/** `base_url` of a kind with a service behind it. */
const baseUrl = url(['https', 'http'], 'http://127.0.0.1:9000')
  .optional()
  .describe('Another address of the service behind it.')

const teamNewsKinds = [
  'incidents',
  'maintenance',
  'announcements',
  'reports',
  'alerts',
  'deployments',
] as const satisfies readonly TeamNewsKind[]
const publicNewsKinds = [
  'incidents',
  'maintenance',
  'announcements',
] as const satisfies readonly TeamNewsKind[]

/** What every channel of the team may say besides the keys of its kind. */
export const teamKeys = {
  base_url: baseUrl,
  news: z
    .array(oneOf(teamNewsKinds))
    .min(1)
    .optional()
    .describe('What it is told of. Default: what suits its kind, see docs/channels.md.'),
}

/** The same of a channel that strangers read. */
export const publicKeys = {
  base_url: baseUrl,
  news: z
    .array(oneOf(publicNewsKinds))
    .min(1)
    .optional()
    .describe('What it is told of; strangers read it. Default: all three.'),
}

/** A secret address of a chat. */
export const secretWebhook = (example: string) =>
  url(['https', 'http'], example).describe('Incoming webhook; take it from the environment.')

/** A secret that stands in a header or in a path: printable ASCII without spaces. */
export const secretToken = (example: string) =>
  stringMatching(/^[\x21-\x7e]{1,512}$/, 'a token: letters, digits and signs without spaces', example)
