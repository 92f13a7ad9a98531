import { z } from 'zod'
import { configuration } from './schema/configuration.ts'

/** The JSON Schema of `status.yaml`, for editors: what may be written, before variables and defaults are filled in. */
function jsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(configuration, { io: 'input' })
  return {
    $schema,
    title: 'status.yaml of Vigie',
    description: 'What a status page watches, promises and says. Durations are 500ms 30s 5m 4h 1d 2w.',
    ...rest,
  }
}

/** The same as the text of a file, the same bytes each time. */
export const jsonSchemaText = (): string => `${JSON.stringify(jsonSchema(), null, 1)}\n`
