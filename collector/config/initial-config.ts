import { Document, YAMLMap, isMap } from 'yaml'
import type { Text } from '../core/text/localized-text.ts'
import { slug } from './values/basic-values.ts'

/** What `vigie init` asks. */
export type InitAnswers = {
  readonly name: string
  /** Where the page will be published; null when that is not known yet. */
  readonly url: string | null
  /** The first is the page's at `/`; at least one. */
  readonly locales: readonly string[]
  readonly timezone: string
  /** What is watched, by what readers call it and an http, https, ws, wss or tcp address. At least one. */
  readonly components: readonly { readonly name: string; readonly url: string }[]
}

const reservedIds: ReadonlySet<string> = new Set(['page', 'uptime'])

/** An id from a name, unlike those before it. */
function uniqueId(name: string, usedIds: readonly string[]): string {
  const base = slug(name).slice(0, 56) || 'component'
  const preferred = reservedIds.has(base) ? `${base}-service` : base
  if (!usedIds.includes(preferred)) return preferred
  let count = 2
  while (usedIds.includes(`${preferred}-${count}`)) count++
  return `${preferred}-${count}`
}

function monitorEntry(address: string): Record<string, unknown> {
  const parsed = URL.parse(address)
  if (parsed?.protocol === 'tcp:')
    return { kind: 'tcp', host: parsed.hostname.replaceAll(/[[\]]/g, ''), port: Number(parsed.port) }
  if (parsed?.protocol === 'ws:' || parsed?.protocol === 'wss:') return { kind: 'websocket', url: address }
  return { kind: 'http', url: address }
}

/** `$` before a brace would be read as a variable of the environment. */
const escapeVariables = (text: string): string => text.replaceAll('${', () => '$${')

/**
 * A first `status.yaml`, with comments for the next person who opens it. It validates whenever the answers would: an address
 * or a timezone that is not one comes back as a problem of the file.
 */
export function initialConfig(answers: InitAnswers): string {
  const ids: string[] = []
  const components = answers.components.map(({ name, url }) => {
    const id = uniqueId(name, ids)
    ids.push(id)
    const component: { id: string; name: Text; monitors: unknown[] } = {
      id,
      name: escapeVariables(name),
      monitors: [monitorEntry(escapeVariables(url))],
    }
    return component
  })
  const [locale = 'en', ...further] = answers.locales
  const document = new Document({
    page: {
      name: escapeVariables(answers.name),
      ...(answers.url !== null && { url: escapeVariables(answers.url) }),
      locale,
      locales: [locale, ...further],
      timezone: answers.timezone,
    },
    defaults: { every: '30s', timeout: '10s', confirm: { failures: 2, successes: 1, retry_every: '5s' } },
    components,
    retention: { checks: '30d' },
    publish: { every: '60s' },
  })
  document.commentBefore = [
    ` The status page of ${answers.name.replaceAll(/[\r\n]+/g, ' ')}.`,
    ' Durations are 500ms, 30s, 5m, 4h, 1d, 2w. Texts for readers are one text, or one per language: { fr: …, en: … }.',
    ' ${NAME} and ${NAME:-default} are taken from the environment; keep secrets there. Check it with: vigie validate',
  ].join('\n')
  addComment(document, 'defaults', ' What holds for every monitor that does not say otherwise.')
  addComment(
    document,
    'components',
    ' What readers know by name. Ids are in addresses and in the history: never change them.',
  )
  addComment(document, 'retention', ' Every single check; the figures of hours and days are kept for ever.')
  addComment(document, 'publish', ' When nothing happens; what happens is published at once.')
  const confirm = document.getIn(['defaults', 'confirm'])
  if (isMap(confirm)) confirm.flow = true
  const locales = document.getIn(['page', 'locales']) as YAMLMap
  locales.flow = true
  return document.toString({ lineWidth: 0, singleQuote: true })
}

function addComment(document: Document, key: string, comment: string): void {
  if (!isMap(document.contents)) return
  const pair = document.contents.items.find((item) => String((item.key as { value?: unknown }).value) === key)
  if (pair === undefined) return
  const name = pair.key as { commentBefore?: string; spaceBefore?: boolean }
  name.commentBefore = comment
  name.spaceBefore = true
}
