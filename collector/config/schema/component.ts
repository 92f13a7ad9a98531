import { z } from 'zod'
import { oneOf, section } from '../rules.ts'
import { id, localizedText } from '../values/basic-values.ts'
import { monitor } from './monitor.ts'
import { quorumField } from './regions.ts'

/** One entry of `components:`. */
export const component = section({
  id: id('api').describe('Its name in addresses and commands; never change it, history hangs on it.'),
  name: localizedText('Public API').describe('What readers know it by.'),
  description: localizedText('What partners integrate with').optional().describe('One line for readers.'),
  group: localizedText('Public services')
    .optional()
    .describe('Heading it stands under; components with the same group stand together.'),
  tier: id('standard').optional().describe('One of `tiers`: the service level it promises.'),
  priority: oneOf(['P1', 'P2', 'P3', 'P4'])
    .optional()
    .describe(
      'Priority of incidents opened for it. Default: P1 major outage, P2 partial outage, P3 degraded.',
    ),
  ...quorumField,
  monitors: z.array(monitor).optional().describe('How it is watched; without any, people say how it is.'),
}).describe('Something readers know by name.')
