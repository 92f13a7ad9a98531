import { z } from 'zod'
import { section } from '../../rules.ts'
import { url } from '../../values/address.ts'
import { string } from '../../values/basic-values.ts'
import { template } from '../../values/template.ts'
import { teamKeys } from './common.ts'

/** `kind: webhook`. */
export const webhook = section({
  kind: z.literal('webhook'),
  url: url(['https', 'http'], 'https://example.com/hook').describe('Called with every message.'),
  secret: string('${HOOK_SECRET}').optional().describe('Signs messages as Standard Webhooks do.'),
  template: template().optional().describe('What is sent instead of the usual JSON.'),
  ...teamKeys,
})
