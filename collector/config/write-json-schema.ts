import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { jsonSchemaText } from './json-schema.ts'

// Run by hand after a change of the schema: node collector/config/write-json-schema.ts
const target = join(import.meta.dirname, '../../public/schema/status.schema.json')
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, jsonSchemaText())
