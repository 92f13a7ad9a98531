import type { NoticeTemplate } from '../core/notice/notice-template.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'

/** The templates of the console, in the order of the file. */
export const resolveTemplates = ({ templates = [] }: ConfigurationEntry): readonly NoticeTemplate[] =>
  templates.map((one) => ({
    id: one.id,
    kind: one.kind ?? 'incident',
    name: one.name,
    variables: one.variables ?? {},
    title: one.title ?? null,
    body: one.body ?? null,
    components: one.components ?? [],
    impact: one.impact ?? null,
    priority: one.priority ?? null,
    reason: one.reason ?? null,
    alternatives: one.alternatives ?? null,
    tasks: one.tasks ?? [],
  }))
