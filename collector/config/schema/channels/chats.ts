import { z } from 'zod'
import { section } from '../../rules.ts'
import { url } from '../../values/address.ts'
import { stringMatching } from '../../values/basic-values.ts'
import { secretToken, secretWebhook, teamKeys } from './common.ts'

/** `kind: slack`. */
export const slack = section({
  kind: z.literal('slack'),
  webhook: secretWebhook('${SLACK_WEBHOOK}'),
  ...teamKeys,
})

/** `kind: discord`. */
export const discord = section({
  kind: z.literal('discord'),
  webhook: secretWebhook('${DISCORD_WEBHOOK}'),
  ...teamKeys,
})

/** `kind: teams`: a workflow that posts adaptive cards. */
export const teams = section({
  kind: z.literal('teams'),
  webhook: secretWebhook('${TEAMS_WEBHOOK}'),
  ...teamKeys,
})

/** `kind: mattermost`. */
export const mattermost = section({
  kind: z.literal('mattermost'),
  webhook: secretWebhook('${MATTERMOST_WEBHOOK}'),
  ...teamKeys,
})

/** `kind: telegram`. */
export const telegram = section({
  kind: z.literal('telegram'),
  token: stringMatching(/^\d{3,20}:[\w-]{10,100}$/, 'the token of a bot', '${TELEGRAM_TOKEN}'),
  chat: stringMatching(
    /^(-?\d{1,20}|@\w{4,64})$/,
    'the id of a chat in quotes, or the @name of a channel',
    '-1001234567890',
  ).describe('Id of the chat, in quotes, or @name of a channel.'),
  ...teamKeys,
})

/** `kind: matrix`. */
export const matrix = section({
  kind: z.literal('matrix'),
  homeserver: url(['https', 'http'], 'https://matrix.example.com'),
  room: stringMatching(/^!\S{1,250}$/, 'the id of a room', '!abcdefgh:example.com').describe(
    'Internal id of the room; the account of the token must have joined it.',
  ),
  token: secretToken('${MATRIX_TOKEN}'),
  ...teamKeys,
})

/** `kind: ntfy`. */
export const ntfy = section({
  kind: z.literal('ntfy'),
  topic: stringMatching(/^[\w-]{1,64}$/, 'a topic: at most 64 letters, digits, _ and -', '${NTFY_TOPIC}'),
  token: secretToken('${NTFY_TOKEN}').optional(),
  ...teamKeys,
})

/** `kind: pushover`. */
export const pushover = section({
  kind: z.literal('pushover'),
  token: secretToken('${PUSHOVER_TOKEN}').describe('Of the application.'),
  user: secretToken('${PUSHOVER_USER}').describe('Key of a user or of a group.'),
  ...teamKeys,
})

/** `kind: gotify`. */
export const gotify = section({
  kind: z.literal('gotify'),
  url: url(['https', 'http'], 'https://gotify.example.com'),
  token: secretToken('${GOTIFY_TOKEN}').describe('Of the application.'),
  ...teamKeys,
})

/** `kind: pagerduty`. */
export const pagerduty = section({
  kind: z.literal('pagerduty'),
  routing_key: secretToken('${PAGERDUTY_KEY}').describe('Integration key of the Events API v2.'),
  ...teamKeys,
})

/** `kind: opsgenie`. */
export const opsgenie = section({
  kind: z.literal('opsgenie'),
  key: secretToken('${OPSGENIE_KEY}').describe('Key of an API integration.'),
  ...teamKeys,
})
