import type { AudienceCount } from '../delivery/audience-count.ts'
import type { Incident } from '../incident/incident.ts'
import type { Maintenance } from '../maintenance/maintenance.ts'
import type { NoticeTemplate } from '../notice/notice-template.ts'
import type { NoticeValues } from './field-forms.ts'

/** Why a form was refused. Nothing was written. */
export type NoticeTrouble = {
  /** `conflict`: somebody else changed the notice first. */
  readonly reason: 'invalid' | 'not_now' | 'too_late' | 'conflict'
  /** By the field of the form, empty for the whole; what to write instead, in English. */
  readonly issues: readonly { readonly field: string; readonly message: string }[]
  /** For `too_late`: the earliest begin, ms. */
  readonly earliest: number | null
}

/** What a form would publish, and whom it would reach. */
export type NoticePreview<Row> = { readonly notice: Row; readonly audience: readonly AudienceCount[] }

/** A form about a notice: what is in it, what is wrong with it, and what it would publish. */
export type NoticeForm<Row> = {
  readonly values: NoticeValues
  readonly trouble: NoticeTrouble | null
  readonly preview: NoticePreview<Row> | null
}

/** What can be done to an incident beside taking it on, each with a form of its own. */
export const incidentActs = ['update', 'correct', 'false-alarm', 'postmortem'] as const
/** One of them. */
export type IncidentAct = (typeof incidentActs)[number]

/** The pages about incidents. */
export type IncidentPage =
  | {
      readonly page: 'incidents'
      readonly open: readonly Incident[]
      /** Those that are over, latest beginning first. */
      readonly past: readonly Incident[]
    }
  | {
      readonly page: 'incident-new'
      readonly form: NoticeForm<Incident>
      readonly templates: readonly NoticeTemplate[]
    }
  | {
      readonly page: 'incident'
      /** As it is stored. */
      readonly incident: Incident
      readonly act: IncidentAct
      /** The message that is corrected; null for the incident itself. */
      readonly message: string | null
      readonly form: NoticeForm<Incident>
      /** Somebody else's message, after as many as the writer had read; null where nobody was faster. */
      readonly readMessages: number | null
    }

/** What can be done to a window, each with a form of its own. */
export const maintenanceActs = ['update', 'correct', 'start', 'extend', 'complete', 'cancel'] as const
/** One of them. */
export type MaintenanceAct = (typeof maintenanceActs)[number]

/** A form about a window; `conflicts` are others at the same time on the same services. */
export type WindowForm = NoticeForm<Maintenance> & { readonly conflicts: readonly Maintenance[] }

/** The pages about maintenance. */
export type MaintenancePage =
  | {
      readonly page: 'maintenances'
      /** `YYYY-MM`; null for the present one. */
      readonly month: string | null
      /** Every window of the month and of what comes, as they are stored. */
      readonly windows: readonly Maintenance[]
    }
  | {
      readonly page: 'maintenance-new'
      readonly form: WindowForm
      readonly templates: readonly NoticeTemplate[]
    }
  | {
      readonly page: 'maintenance'
      /** As it is stored. */
      readonly maintenance: Maintenance
      readonly act: MaintenanceAct
      readonly form: WindowForm
    }
