import { z } from 'zod'
import { oneOf, section } from '../rules.ts'
import { id, localizedText } from '../values/basic-values.ts'

/** One entry of `templates:` — words that a notice of the console can begin with. */
export const template = section({
  id: id('slow-service').describe('Its name in addresses of the console.'),
  kind: oneOf(['incident', 'maintenance']).optional().describe('Default: incident.'),
  name: localizedText('A service is slow').describe('Its name for the team.'),
  variables: z
    .record(z.string(), localizedText('Service'))
    .optional()
    .describe('What is asked for, by the word in braces that stands for it in the texts: {service}.'),
  title: localizedText('{service} is slow').optional().describe('What readers see.'),
  body: localizedText('We are looking into it.').optional().describe('The words for readers, as Markdown.'),
  components: z.array(id('api')).optional().describe('Ids of the components it touches.'),
  impact: oneOf(['none', 'minor', 'major', 'critical'])
    .optional()
    .describe('What readers feel, and with it the status of the components.'),
  priority: oneOf(['P1', 'P2', 'P3', 'P4'])
    .optional()
    .describe('Of an incident. Default: that of the impact.'),
  reason: localizedText('Updates').optional().describe('Of maintenance: why it is needed.'),
  alternatives: localizedText('None is needed')
    .optional()
    .describe('Of maintenance: what readers can do meanwhile.'),
  tasks: z.array(localizedText('Clean the logs')).optional().describe('Of maintenance: what is done.'),
}).describe('Words that a notice of the console can begin with.')
