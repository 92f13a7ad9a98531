import type { Incident } from '../../collector/core/incident/incident.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { sampleMaintenance, sampleProgramme } from '../../src/renderer/sample-maintenance.ts'
import { sampleComponent, sampleInstant, sampleSnapshot } from '../../src/renderer/sample.ts'
import { sampleIncident } from '../../src/renderer/sample-incident.ts'

export { sampleComponent as aComponent, sampleInstant as now } from '../../src/renderer/sample.ts'
export { sampleIncident as anIncident } from '../../src/renderer/sample-incident.ts'

const day = 86_400_000

export { sampleMaintenance as aMaintenance } from '../../src/renderer/sample-maintenance.ts'

/** A page of seven components in two groups and one past incident, unless said otherwise. */
export const aSnapshot = sampleSnapshot

/** An incident that goes on, with as many updates as wanted. */
export function anOpenIncident(more: Partial<Incident> = {}): Incident {
  const past = sampleIncident()
  return {
    ...past,
    id: 'openopenopen',
    title: { fr: 'Paiements indisponibles', en: 'Payments unavailable' },
    impact: 'critical',
    priority: 'P1',
    startedAt: sampleInstant - 40 * 60_000,
    updates: past.updates.slice(0, 2).map((update, index) => ({
      ...update,
      at: sampleInstant - (40 - index * 10) * 60_000,
      components: { pay: 'major_outage' as const },
    })),
    version: 2,
    ...more,
  }
}

/** A past incident with a postmortem, whose words and beginning were corrected. */
export const aLearntIncident = (more: Partial<Incident> = {}): Incident =>
  sampleIncident({
    id: 'learntlearnt',
    postmortem: {
      body: 'La version 4.18 ajoutait une **vérification**.',
      rootCause: 'Une requête sans index.',
      dataLoss: 12,
      actions: [
        { text: 'Index ajouté.', done: true },
        { text: 'Essai de charge hebdomadaire.', done: false },
      ],
      at: sampleInstant,
      author: 'camille',
    },
    corrections: [
      { at: sampleInstant, by: 'camille', what: 'title', before: { fr: 'Panne IA', en: 'AI outage' } },
      { at: sampleInstant, by: 'camille', what: 'updates.u2.body', before: 'Une requête **lente**.' },
      { at: sampleInstant, by: 'camille', what: 'started_at', before: '2026-11-21T13:00:00Z' },
      { at: sampleInstant, by: 'camille', what: 'impact', before: 'major' },
      { at: sampleInstant, by: 'camille', what: 'components', before: { ai: 'major_outage' } },
    ],
    ...more,
  })

/** One component of a kind, `count` times, each with a day of its own that went wrong. */
export function aSnapshotOf(count: number, more: Partial<Omit<Snapshot, 'page'>> = {}): Snapshot {
  const components = Array.from({ length: count }, (_, i) =>
    sampleComponent(
      `service-${i}`,
      { fr: `Service numéro ${i}`, en: `Service number ${i}` },
      {
        [i % 80]: { worst: 'major_outage', down: 60_000 * (i + 1) },
        [(i * 7) % 90]: { worst: 'degraded_performance', down: 0 },
      },
    ),
  )
  const groups = [
    {
      name: null,
      components: components.map(({ id }) => id),
      status: 'operational' as const,
      availability: 1,
      printed: '100',
    },
  ]
  return sampleSnapshot({
    components,
    groups: count > 0 ? groups : [],
    incidents: [],
    maintenances: [],
    recurringMaintenance: [],
    ...more,
  })
}

/** Past incidents, eight hours apart, newest first. */
export const manyIncidents = (count: number): Incident[] =>
  Array.from({ length: count }, (_, i) => {
    const one = sampleIncident()
    const shift = i * (day / 3)
    return {
      ...one,
      id: `past${i}`,
      startedAt: one.startedAt - shift,
      updates: one.updates.map((update) => Object.assign({}, update, { at: update.at - shift })),
    }
  })

/** Everything that somebody might write to break a page. */
export const hostile =
  '</title><script>alert(1)</script> "><img src=x onerror=alert(2)> ]]> [a](javascript:alert(3)) ![b](https://evil.example/x.png) \u202eevil\u0000\ud800 🦊 ' +
  '<svg onload=alert(4)> &lt;script&gt; \' onmouseover="alert(5)"'

/** A page on which every text is hostile. */
export function aHostileSnapshot(): Snapshot {
  const body = `${hostile}\n\n# ${hostile}\n\n<${hostile}>\n\n\`\`\`${hostile}\n${hostile}\n\`\`\`\n\n${'long '.repeat(20_000)}`
  const component = sampleComponent('hostile', hostile, {}, { description: hostile, group: hostile })
  const incident = anOpenIncident({ title: hostile })
  const updates = [{ ...incident.updates[0]!, body, components: { hostile: 'major_outage' as const } }]
  return sampleSnapshot({
    page: { name: hostile, contact: 'javascript:alert(6)', accent: '</style><script>alert(7)</script>' },
    components: [component],
    groups: [
      { name: hostile, components: ['hostile'], status: 'operational', availability: 1, printed: '100' },
    ],
    maintenances: [
      sampleMaintenance({
        id: hostile,
        title: hostile,
        body,
        components: ['hostile', hostile],
        class: hostile,
        reason: body,
        alternatives: body,
        tasks: [hostile, body],
        announced: [{ from: sampleInstant - day, to: sampleInstant + day, at: sampleInstant - 9 * day }],
        updates: [{ id: hostile, at: sampleInstant - day / 2, status: 'verifying', body, author: hostile }],
        corrections: [{ at: sampleInstant, by: hostile, what: 'title', before: hostile }],
      }),
    ],
    recurringMaintenance: sampleProgramme().map((entry) => ({
      ...entry,
      title: hostile,
      rrule: hostile,
      reason: body,
      components: [hostile],
    })),
    incidents: [
      {
        ...incident,
        updates,
        postmortem: {
          body,
          rootCause: body,
          dataLoss: 5,
          actions: [{ text: hostile, done: true }],
          at: sampleInstant,
          author: hostile,
        },
        corrections: [{ at: sampleInstant, by: hostile, what: hostile, before: { fr: hostile } }],
      },
      sampleIncident({
        id: '../../etc/passwd',
        title: hostile,
        falseAlarm: { reason: body, at: sampleInstant },
      }),
    ],
  })
}
