import { channelContract } from './contract.ts'
import { type Service, type StandInRequest, demand, jsonOf, known } from './stand-in.ts'

const base = { name: 'it', baseUrl: null, news: [] }
const key = 'XxXxYyYyZzZz0123456789'

/** Chats take messages at a secret path. */
const atPath =
  (
    path: string,
    missing: { status: number; body: unknown },
    take: (body: unknown) => void,
    done: unknown,
    status = 200,
  ): Service =>
  (request) => {
    demand(request.method === 'POST' && request.path === path, missing)
    demand(request.headers['content-type'] === 'application/json', { status: 400, body: 'invalid_payload' })
    take(jsonOf(request.text, { status: 400, body: 'invalid_payload' }))
    return { status, body: done }
  }

const unescapeHtml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
const unescapeMarkdown = (text: string): string =>
  text.replaceAll(/\\\\([^\w\s])/g, '$1').replaceAll(/\\([^\w\s])/g, '$1')
const all = ({ text }: StandInRequest): string =>
  unescapeHtml(unescapeMarkdown(JSON.parse(JSON.stringify(text))))

const slackPath = `/services/T0000/B0000/${key}`
const invalidBlocks = { status: 400, body: 'invalid_blocks' }
const textOf = (value: unknown, max: number): void => {
  const { type, text } = known(value, ['type', 'text', 'emoji', 'verbatim'], invalidBlocks)
  demand(['mrkdwn', 'plain_text'].includes(type), invalidBlocks)
  demand(typeof text === 'string' && text.length >= 1 && text.length <= max, invalidBlocks)
  // What is not escaped would be a link or a call.
  if (type === 'mrkdwn') demand(!/<(?!https?:\/\/[^<>]*\|[^<>]*>)|<[!@#]/.test(text), invalidBlocks)
}
channelContract('slack', {
  service: atPath(
    slackPath,
    { status: 403, body: 'invalid_token' },
    (body) => {
      const { text, attachments } = known(body, ['text', 'unfurl_links', 'attachments'], {
        status: 400,
        body: 'invalid_payload',
      })
      demand(typeof text === 'string' && text !== '', { status: 400, body: 'no_text' })
      const [{ blocks, color }] = attachments
      demand(/^#[0-9a-f]{6}$/.test(color), { status: 400, body: 'invalid_attachments' })
      demand(blocks.length > 0 && blocks.length <= 50, invalidBlocks)
      for (const block of blocks) {
        if (block.type === 'actions') {
          demand(block.elements.length >= 1 && block.elements.length <= 25, invalidBlocks)
          for (const element of block.elements) {
            known(element, ['type', 'text', 'url', 'action_id'], invalidBlocks)
            textOf(element.text, 75)
            demand(element.url.length <= 3000, invalidBlocks)
          }
          continue
        }
        known(block, ['type', 'text', 'fields'], invalidBlocks)
        demand(block.type === 'section' && (block.text ?? block.fields), invalidBlocks)
        if (block.text) textOf(block.text, 3000)
        demand((block.fields ?? []).length <= 10, invalidBlocks)
        for (const field of block.fields ?? []) textOf(field, 2000)
      }
    },
    'ok',
  ),
  channel: (url) => ({
    ...base,
    kind: 'slack',
    webhook: `https://hooks.slack.com${slackPath}`,
    baseUrl: url,
  }),
  stranger: (url) => ({ ...base, kind: 'slack', webhook: `${url}/services/T0/B0/another` }),
  busy: { answer: { status: 429, body: 'rate_limited', headers: { 'retry-after': '30' } }, wait: 30_000 },
  read: all,
  secrets: [key, slackPath],
})

const discordPath = `/api/webhooks/123456789012345678/${key}`
const invalidForm = { status: 400, body: { message: 'Invalid Form Body', code: 50035 } }
channelContract('discord', {
  service: atPath(
    discordPath,
    { status: 404, body: { message: 'Unknown Webhook', code: 10015 } },
    (body) => {
      const {
        content,
        embeds,
        allowed_mentions: mentions,
      } = known(body, ['content', 'embeds', 'allowed_mentions'], invalidForm)
      demand(content.length >= 1 && content.length <= 2000, invalidForm)
      demand(mentions.parse.length === 0, invalidForm)
      const [embed] = embeds
      known(embed, ['title', 'url', 'description', 'color', 'timestamp'], invalidForm)
      demand(embed.title.length >= 1 && embed.title.length <= 256, invalidForm)
      demand(embed.description.length <= 4096, invalidForm)
      demand(content.length + embed.title.length + embed.description.length <= 6000, invalidForm)
      demand(Number.isInteger(embed.color) && embed.color <= 0xffffff, invalidForm)
    },
    '',
    204,
  ),
  channel: (url) => ({
    ...base,
    kind: 'discord',
    webhook: `https://discord.com${discordPath}`,
    baseUrl: url,
  }),
  stranger: (url) => ({ ...base, kind: 'discord', webhook: `${url}/api/webhooks/1/another` }),
  busy: {
    answer: {
      status: 429,
      body: { message: 'You are being rate limited.', retry_after: 1.5, global: false },
    },
    wait: 1_500,
  },
  read: all,
  secrets: [key, discordPath],
})

const teamsPath = `/workflows/0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=${key}`
const invalidCard = { status: 400, body: { error: { code: 'InvalidCard' }, message: 'Invalid card' } }
channelContract('teams', {
  service: (request) => {
    demand(Buffer.byteLength(request.text) <= 28_672, { status: 413, body: 'too large' })
    return atPath(
      teamsPath,
      {
        status: 401,
        body: { error: { code: 'DirectApiAuthorizationRequired' }, message: 'The signature is wrong' },
      },
      (body) => {
        const { type, attachments } = known(body, ['type', 'attachments'], invalidCard)
        demand(type === 'message' && attachments.length === 1, invalidCard)
        const { contentType, content } = known(
          attachments[0],
          ['contentType', 'contentUrl', 'content'],
          invalidCard,
        )
        demand(
          contentType === 'application/vnd.microsoft.card.adaptive' && content.type === 'AdaptiveCard',
          invalidCard,
        )
        for (const block of content.body) demand(['TextBlock', 'FactSet'].includes(block.type), invalidCard)
        for (const action of content.actions)
          demand(action.type === 'Action.OpenUrl' && /^https?:/.test(action.url), invalidCard)
      },
      '',
      202,
    )(request)
  },
  channel: (url) => ({
    ...base,
    kind: 'teams',
    webhook: `https://example.logic.azure.com${teamsPath}`,
    baseUrl: url,
  }),
  stranger: (url) => ({ ...base, kind: 'teams', webhook: `${url}/workflows/x?sig=another` }),
  busy: { answer: { status: 429, headers: { 'retry-after': '7' } }, wait: 7_000 },
  read: all,
  secrets: [key, teamsPath],
})

const mattermostPath = `/hooks/${key}`
const invalidHook = {
  status: 400,
  body: { id: 'web.incoming_webhook.invalid', message: 'Invalid webhook', status_code: 400 },
}
channelContract('mattermost', {
  service: atPath(
    mattermostPath,
    invalidHook,
    (body) => {
      const { text, attachments = [] } = known(body, ['text', 'attachments'], invalidHook)
      demand(text !== '' && JSON.stringify(body).length <= 16_383, {
        status: 400,
        body: { message: 'Maximum post size exceeded' },
      })
      demand(!/@(all|channel|here|everyone)/.test(text + JSON.stringify(attachments)), {
        status: 400,
        body: 'called',
      })
    },
    'ok',
  ),
  channel: (url) => ({
    ...base,
    kind: 'mattermost',
    webhook: `https://chat.example.com${mattermostPath}`,
    baseUrl: url,
  }),
  stranger: (url) => ({ ...base, kind: 'mattermost', webhook: `${url}/hooks/another` }),
  busy: { answer: { status: 429, body: 'limit exceeded', headers: { 'retry-after': '3' } }, wait: 3_000 },
  read: all,
  secrets: [key],
})

const bot = `123456:${key}AAAA`
channelContract('telegram', {
  service: ({ path, text }) => {
    const bad = (description: string, status = 400) => ({
      status,
      body: { ok: false, error_code: status, description },
    })
    demand(path === `/bot${bot}/sendMessage`, bad('Unauthorized', 401))
    const body = known(
      jsonOf(text, bad('Bad Request')),
      ['chat_id', 'text', 'parse_mode', 'link_preview_options'],
      bad('Bad Request'),
    )
    demand(body['chat_id'] === '-1001', bad('Bad Request: chat not found'))
    const parsed = unescapeHtml(body['text'].replaceAll(/<\/?(b|a)( href="[^"<>]*")?>/g, ''))
    demand(
      !/<|&(?!lt;|gt;|amp;|quot;)/.test(body['text'].replaceAll(/<\/?(b|a)( href="[^"<>]*")?>/g, '')),
      bad("Bad Request: can't parse entities"),
    )
    demand(parsed.length <= 4096, bad('Bad Request: message is too long'))
    demand(parsed.trim() !== '', bad('Bad Request: message text is empty'))
    return { status: 200, body: { ok: true, result: { message_id: 1 } } }
  },
  channel: (url) => ({ ...base, kind: 'telegram', token: bot, chat: '-1001', baseUrl: url }),
  stranger: (url) => ({ ...base, kind: 'telegram', token: '1:another', chat: '-1001', baseUrl: url }),
  busy: {
    answer: {
      status: 429,
      body: {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 5',
        parameters: { retry_after: 5 },
      },
    },
    wait: 5_000,
  },
  read: all,
  secrets: [bot],
})

channelContract('matrix', {
  service: ({ method, path, headers, text }) => {
    demand(headers.authorization === `Bearer ${key}`, {
      status: 401,
      body: { errcode: 'M_UNKNOWN_TOKEN', error: 'Invalid access token' },
    })
    demand(
      method === 'PUT' &&
        /^\/_matrix\/client\/v3\/rooms\/!room%3Aexample\.com\/send\/m\.room\.message\/msg_\w+$/.test(path),
      { status: 404, body: { errcode: 'M_UNRECOGNIZED', error: 'Unrecognized request' } },
    )
    demand(Buffer.byteLength(text) <= 65_000, {
      status: 413,
      body: { errcode: 'M_TOO_LARGE', error: 'event too large' },
    })
    const body = known(
      jsonOf(text, { status: 400 }),
      ['msgtype', 'body', 'format', 'formatted_body', 'm.mentions'],
      { status: 400 },
    )
    demand(body['body'] !== '', { status: 400 })
    return { status: 200, body: { event_id: '$abc' } }
  },
  channel: (url) => ({ ...base, kind: 'matrix', homeserver: url, room: '!room:example.com', token: key }),
  stranger: (url) => ({
    ...base,
    kind: 'matrix',
    homeserver: url,
    room: '!room:example.com',
    token: 'another',
  }),
  busy: {
    answer: {
      status: 429,
      body: { errcode: 'M_LIMIT_EXCEEDED', error: 'Too many requests', retry_after_ms: 2_000 },
    },
    wait: 2_000,
  },
  read: all,
  secrets: [key],
})
