import type { JsonValue } from '../config/channel.ts'
import type { TeamMessage } from './message.ts'

/** What may stand in a template between braces. The set is closed: a template is filled in, never run. */
const placeholders = {
  id: ({ id }) => id,
  topic: ({ topic }) => topic,
  title: ({ title }) => title,
  text: ({ paragraphs }) => paragraphs.join('\n\n'),
  details: ({ details, colon }) => details.map(({ label, value }) => `${label}${colon}${value}`).join('\n'),
  severity: ({ severity }) => severity,
  action: ({ action }) => action,
  link: ({ link }) => link ?? '',
  acknowledge: ({ acknowledgeLink }) => acknowledgeLink ?? '',
  at: ({ at }) => new Date(at).toISOString(),
  test: ({ isTest }) => String(isTest),
} satisfies Readonly<Record<string, (message: TeamMessage) => string>>

/** Names of the placeholders, in the order of the documentation. */
export const placeholderNames: readonly string[] = Object.keys(placeholders)

// A brace with anything but a small word in it (JSON, say) is text.
const place = /\{([A-Za-z_]\w*)\}/g

/** The first placeholder of a template that there is none of; null where all are known. */
export function unknownPlaceholder(template: JsonValue): string | null {
  if (typeof template === 'string') {
    const names = [...template.matchAll(place)].map((match) => match[1]!)
    return names.find((name) => !Object.hasOwn(placeholders, name)) ?? null
  }
  if (typeof template !== 'object' || template === null) return null
  return (
    Object.values(template)
      .map(unknownPlaceholder)
      .find((name) => name !== null) ?? null
  )
}

/** A template with the values of a message in its places; what the values hold is not looked into again. */
export function fillTemplate(template: JsonValue, message: TeamMessage): JsonValue {
  if (typeof template === 'string')
    return template.replace(place, (whole, name: string) =>
      Object.hasOwn(placeholders, name) ? placeholders[name as keyof typeof placeholders](message) : whole,
    )
  if (typeof template !== 'object' || template === null) return template
  if (Array.isArray(template)) return template.map((value: JsonValue) => fillTemplate(value, message))
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, fillTemplate(value, message)]),
  )
}
