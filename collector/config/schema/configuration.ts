import { z } from 'zod'
import { section } from '../rules.ts'
import { channel, subscriptions } from './channel.ts'
import { component } from './component.ts'
import { alert } from './alerts.ts'
import { metric } from './metrics.ts'
import { deployments } from './deployments.ts'
import { maintenance } from './maintenance.ts'
import { defaults } from './monitor.ts'
import { page } from './page.ts'
import { notice, objectives, priorities, tier, uptime } from './objectives.ts'
import { quorumField, regions } from './regions.ts'
import { template } from './templates.ts'
import { connectivity, demo, incidents, publish, region, retention, store } from './operation.ts'

/** The whole of `status.yaml`. */
export const configuration = section({
  page,
  defaults: defaults.optional(),
  components: z.array(component).min(1).describe('What readers know by name, in the order of the page.'),
  region: region.optional(),
  store: store.optional(),
  regions: regions.optional(),
  ...quorumField,
  connectivity: connectivity.optional(),
  tiers: z.array(tier).optional().describe('Service levels; a component has one.'),
  objectives: objectives.optional(),
  uptime: uptime.optional(),
  notice: notice.optional(),
  priorities: priorities.optional(),
  incidents: incidents.optional(),
  maintenance: z
    .array(maintenance)
    .optional()
    .describe('The standing programme; single windows are notices.'),
  templates: z.array(template).optional().describe('Words that notices of the console can begin with.'),
  deployments: deployments.optional(),
  metrics: z.array(metric).optional().describe('Figures pushed or pulled, with thresholds.'),
  alerts: z.array(alert).optional().describe('Rules that tell the team.'),
  channels: z.record(z.string(), channel).optional().describe('Ways to tell people, by name.'),
  subscriptions: subscriptions.optional(),
  retention: retention.optional(),
  publish: publish.optional(),
  demo: demo.optional(),
})

/** What the file says once every value has been read; durations in milliseconds, absent keys undefined. */
export type ConfigurationEntry = z.output<typeof configuration>
