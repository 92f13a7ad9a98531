import type { ChannelOf } from '../../core/config/channel.ts'
import type { Notifier, TeamMessage } from '../../core/delivery/message.ts'
import { type ChannelDeps, httpNotifier, jsonBody } from '../http-result.ts'
import { addressAt, bytesOf, cut, linksOf } from '../plain-text.ts'

/** Of a message, bytes: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook */
const maxBytes = 28_000
const maxTitle = 2_000
const maxFacts = 20
const maxFact = 2_000

/** What the Markdown of an adaptive card would read as markup. */
const escape = (text: string): string =>
  text.replaceAll(/[\\*_[\]()#`]/g, '\\$&').replaceAll(/^(\s*)([-+]|\d+\.)/gm, '$1\\$2')

const cardColours = { critical: 'Attention', warning: 'Warning', info: 'Accent', good: 'Good' } as const

/** Microsoft Teams, by a workflow ("When a Teams webhook request is received") that posts an adaptive card. */
export function createTeamsNotifier({ webhook, baseUrl }: ChannelOf<'teams'>, deps: ChannelDeps): Notifier {
  const url = addressAt(webhook, baseUrl)
  return httpNotifier(deps, (message) => ({ url, ...jsonBody(payloadOf(message, deps)) }))
}

/** The card; its text is cut until all of it is small enough. */
function payloadOf(message: TeamMessage, deps: ChannelDeps) {
  for (let room = 16_000; room > 100; room /= 2) {
    const payload = payloadWithin(message, deps, room)
    if (bytesOf(JSON.stringify(payload)) <= maxBytes) return payload
  }
  return payloadWithin({ ...message, paragraphs: [], details: [] }, deps, 0)
}

function payloadWithin(message: TeamMessage, deps: ChannelDeps, room: number) {
  const { title, paragraphs, details, severity } = message
  const text = cut(paragraphs.join('\n\n'), room)
  const facts = details.slice(0, maxFacts).map(({ label, value }) => ({
    title: escape(cut(label, 200)),
    value: escape(cut(value, Math.min(room, maxFact))),
  }))
  const words = { type: 'TextBlock', wrap: true }
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      {
        ...words,
        text: escape(cut(title, maxTitle)),
        weight: 'Bolder',
        size: 'Medium',
        color: cardColours[severity],
      },
      ...(text === '' ? [] : [{ ...words, text: escape(text) }]),
      ...(facts.length === 0 ? [] : [{ type: 'FactSet', facts }]),
    ],
    actions: linksOf(message, deps).map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
  }
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  }
}
