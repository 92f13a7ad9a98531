import { z } from 'zod'
import { section } from '../rules.ts'
import { id, localizedText } from '../values/basic-values.ts'
import { quorum } from '../values/quorum.ts'

/** `regions:` — the places that services are watched from. */
export const regions = z
  .array(
    section({
      id: id('paris').describe('Its name in commands and in what is recorded; never change it.'),
      name: localizedText('Paris').optional().describe('What readers know it by. Default: its id.'),
    }),
  )
  .min(1)
  .describe('The places that services are watched from: this collector’s own, and those of agents.')

/** `quorum:` — how many places must agree, for monitors that do not say otherwise. */
export const quorumField = {
  quorum: quorum()
    .optional()
    .describe(
      'How many places must agree that something is wrong: majority, all or a number. Default: majority.',
    ),
}

/** From where one monitor is watched. */
export const regionFields = {
  regions: z
    .array(id('paris'))
    .min(1)
    .optional()
    .describe('Ids of the places it is watched from. Default: all of `regions`.'),
  ...quorumField,
}
