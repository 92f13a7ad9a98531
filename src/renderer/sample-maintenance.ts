import { derivedId } from '../../collector/core/text/id.ts'
import type { AnnouncedSpan, Maintenance, NoticeDue } from '../../collector/core/maintenance/maintenance.ts'
import type { RecurringMaintenance } from '../../collector/core/maintenance/recurring-maintenance.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'

const hour = 3_600_000
const day = 24 * hour
const loadedAt = Date.UTC(2026, 8, 1)

/** Notice due by class, as in the handbook of the first user. */
export const sampleNotice: NoticeDue = {
  default: day,
  daily: day,
  weekly: day,
  monthly: 7 * day,
  quarterly: 14 * day,
}

const everything = ['web', 'ai', 'api', 'auth', 'db', 'pay', 'mail']
const saved = {
  fr: 'Enregistrez vos textes avant l’intervention ; ils vous attendront',
  en: 'Save your texts beforehand; they will be waiting for you',
}

const common = { body: '', since: null, timezone: 'UTC' } as const

/** The four of the shipped configuration: daily, weekly, monthly and quarterly. */
const entries: readonly RecurringMaintenance[] = [
  {
    ...common,
    id: 'daily',
    class: 'daily',
    title: { fr: 'Contrôles quotidiens', en: 'Daily checks' },
    rrule: 'FREQ=DAILY',
    at: '02:00',
    lasts: hour / 4,
    components: ['db'],
    impact: 'none',
    reason: {
      fr: 'Vérifier que tout est en ordre avant la journée',
      en: 'To see that all is in order before the day',
    },
    alternatives: { fr: 'Rien à prévoir', en: 'Nothing to prepare' },
    tasks: [{ fr: 'Vérification des journaux d’erreurs', en: 'Reading the error logs' }],
  },
  {
    ...common,
    id: 'weekly',
    class: 'weekly',
    title: { fr: 'Maintenance hebdomadaire', en: 'Weekly maintenance' },
    rrule: 'FREQ=WEEKLY;BYDAY=SU',
    at: '03:00',
    lasts: hour,
    components: ['api', 'ai', 'db'],
    impact: 'minor',
    reason: {
      fr: 'Optimiser les requêtes et appliquer les mises à jour mineures',
      en: 'To optimise queries and to apply minor updates',
    },
    alternatives: {
      fr: 'Le service reste disponible, avec de possibles ralentissements',
      en: 'The service stays available, perhaps slower',
    },
    tasks: [
      { fr: 'Analyse des performances', en: 'Analysing performance' },
      { fr: 'Optimisation des requêtes', en: 'Optimising queries' },
    ],
  },
  {
    ...common,
    id: 'monthly',
    class: 'monthly',
    title: { fr: 'Maintenance mensuelle', en: 'Monthly maintenance' },
    rrule: 'FREQ=MONTHLY;BYDAY=1SU',
    at: '04:00',
    lasts: 4 * hour,
    components: everything,
    impact: 'major',
    reason: {
      fr: 'Mettre à jour les dépendances majeures et la base de données',
      en: 'To update major dependencies and the database',
    },
    alternatives: saved,
    tasks: [
      { fr: 'Mise à jour majeure des dépendances', en: 'Updating major dependencies' },
      { fr: 'Optimisation de la base de données', en: 'Optimising the database' },
    ],
  },
  {
    ...common,
    id: 'quarterly',
    class: 'quarterly',
    title: { fr: 'Maintenance trimestrielle', en: 'Quarterly maintenance' },
    rrule: 'FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1SU',
    at: '02:00',
    lasts: 4 * hour,
    components: everything,
    impact: 'major',
    reason: {
      fr: 'Installer les mises à jour majeures de la plateforme',
      en: 'To install major updates of the platform',
    },
    alternatives: saved,
    tasks: [{ fr: 'Suite de régression complète', en: 'Running the whole regression suite' }],
  },
]

/** The programme as a snapshot has it, loaded on 1 September 2026. */
export const sampleProgramme = (): Snapshot['recurringMaintenance'] =>
  entries.map((entry) => ({ ...entry, loadedAt, timedAt: loadedAt, sequence: 0 }))

/** Days (UTC, `YYYY-MM-DD`) on which each entry has an occurrence in the sample. */
const days: Readonly<Record<string, readonly string[]>> = {
  daily: ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24'],
  weekly: ['2026-11-08', '2026-11-15', '2026-11-22', '2026-11-29', '2026-12-06', '2027-01-03'],
  monthly: ['2026-11-01', '2026-12-06', '2027-01-03'],
  quarterly: ['2026-10-04', '2027-01-03'],
}

function occurrence(entry: RecurringMaintenance, date: string): Maintenance {
  const from = Date.parse(`${date}T${entry.at}:00Z`)
  return sampleMaintenance({
    ...entry,
    id: derivedId('occurrence', entry.id, from),
    publishedAt: loadedAt,
    announced: [{ from, to: from + entry.lasts, at: loadedAt }],
    programme: { entry: entry.id, originalFor: from, changed: false },
  })
}

type SampleMaintenanceInput = Partial<Maintenance> & { readonly announced: readonly AnnouncedSpan[] }

/** A window as last announced in `announced`; a storage move of a single window unless `more` says otherwise. */
export function sampleMaintenance({
  id = 'storagemove1',
  title = { fr: 'Bascule du stockage', en: 'Moving the storage' },
  announced,
  ...more
}: SampleMaintenanceInput): Maintenance {
  const window = announced.at(-1)!
  return {
    id,
    title,
    body: more.body ?? '',
    components: more.components ?? ['pay'],
    impact: more.impact ?? 'major',
    class: more.class ?? 'default',
    reason: more.reason ?? null,
    alternatives: more.alternatives ?? null,
    tasks: more.tasks ?? [],
    publishedAt: more.publishedAt ?? announced[0]!.at,
    scheduledFor: more.scheduledFor ?? window.from,
    scheduledUntil: more.scheduledUntil ?? window.to,
    announced,
    startedAt: more.startedAt ?? null,
    completedAt: more.completedAt ?? null,
    cancelledAt: more.cancelledAt ?? null,
    updates: more.updates ?? [],
    programme: more.programme ?? null,
    version: more.version ?? 1,
    ...(more.corrections ? { corrections: more.corrections } : {}),
  }
}

const at = (text: string): number => Date.parse(`2026-${text}:00+01:00`)

/**
 * Some occurrences of the programme and five single windows: one moved by a day, one told too late that begins soon, one
 * across midnight, one cancelled, one that is over. Latest window first.
 */
export function sampleMaintenances(): readonly Maintenance[] {
  const moved = sampleMaintenance({
    body: {
      fr: 'Nous changeons de **baie de stockage**.',
      en: 'We are moving to another **storage array**.',
    },
    reason: {
      fr: 'La baie actuelle arrive en fin de vie',
      en: 'The present array is at the end of its life',
    },
    alternatives: {
      fr: 'Paiements indisponibles ; les textes restent modifiables',
      en: 'No payments meanwhile; texts can still be edited',
    },
    tasks: [
      { fr: 'Copie des dernières écritures', en: 'Copying the last writes' },
      { fr: 'Bascule', en: 'Switching over' },
    ],
    announced: [
      { from: at('11-24T22:00'), to: at('11-24T23:30'), at: at('11-12T10:00') },
      { from: at('11-25T22:00'), to: at('11-25T23:30'), at: at('11-13T09:00') },
    ],
    updates: [
      {
        id: 'mu1',
        at: at('11-13T09:00'),
        status: 'scheduled',
        body: {
          fr: 'Décalée d’un jour, à la demande de la banque.',
          en: 'Moved by a day, as the bank asked.',
        },
        author: 'camille',
      },
    ],
    version: 2,
  })
  const late = sampleMaintenance({
    id: 'certificate1',
    title: { fr: 'Renouvellement d’un certificat', en: 'Renewing a certificate' },
    components: ['mail'],
    impact: 'minor',
    reason: { fr: 'Le certificat expire demain', en: 'The certificate expires tomorrow' },
    announced: [{ from: at('11-22T16:30'), to: at('11-22T17:00'), at: at('11-22T13:30') }],
  })
  const midnight = sampleMaintenance({
    id: 'midnight0001',
    title: { fr: 'Changement de réseau', en: 'Changing the network' },
    components: ['web', 'api'],
    announced: [{ from: at('12-02T23:00'), to: at('12-03T01:00'), at: at('11-20T11:00') }],
  })
  const cancelled = sampleMaintenance({
    id: 'cancelled001',
    title: { fr: 'Mise à jour du pare-feu', en: 'Updating the firewall' },
    components: ['api'],
    announced: [{ from: at('11-26T21:00'), to: at('11-26T22:00'), at: at('11-16T11:00') }],
    cancelledAt: at('11-20T09:00'),
    updates: [
      {
        id: 'cu1',
        at: at('11-20T09:00'),
        status: 'cancelled',
        body: { fr: 'L’éditeur a retiré cette version.', en: 'The vendor withdrew this version.' },
        author: 'camille',
      },
    ],
    version: 2,
  })
  const over = sampleMaintenance({
    id: 'searchindex1',
    title: { fr: 'Reconstruction de l’index', en: 'Rebuilding the index' },
    components: ['ai'],
    impact: 'minor',
    announced: [{ from: at('11-17T20:00'), to: at('11-17T22:00'), at: at('11-10T11:00') }],
    completedAt: at('11-17T21:20'),
  })
  const occurrences = entries.flatMap((entry) => days[entry.id]!.map((date) => occurrence(entry, date)))
  return [moved, late, midnight, cancelled, over, ...occurrences].toSorted(
    (a, b) => b.scheduledFor - a.scheduledFor,
  )
}
