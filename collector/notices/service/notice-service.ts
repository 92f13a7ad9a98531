import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { Receipt } from '../../store/access-store.ts'

/** Who writes, by which way, and what they had read. */
export type Actor = {
  /** Name shown to the team and kept with what was written: of the token, of the person at the terminal, of the file. */
  readonly by: string
  /** The version they read; another one stored is refused as `conflict`. Absent: whatever is there is changed. */
  readonly version?: number
  /** Name of the file below `notices/` it is written in, kept with the notice. */
  readonly file?: string
  /** Written in the same transaction as the notice, from what it became. */
  readonly receipt?: (notice: Incident | Maintenance) => Receipt
}

/** Told by name what was given: `title`, `body`, `components` … as in the API; see `schema.ts`. Everything is checked. */
export type NoticeInput = unknown

/** The one place where what people tell becomes rows, whichever way it came. Every method rejects with ValidationError or StoreError. */
export type NoticeService = {
  readonly incidents: {
    all(): Promise<readonly Incident[]>
    /** @throws ValidationError not_found */
    get(id: string): Promise<Incident>
    /** `title, body, status?, impact?, priority?, components?, started_at?, detected_at?, at?, notify?, id?` (id: of a file or an import; that of a withdrawn one brings it back) */
    open(given: NoticeInput, hand: Actor): Promise<Incident>
    /** `status?, body, components?, impact?, priority?, at?, notify?`; resolving, reopening and taking over are updates. */
    update(id: string, given: NoticeInput, hand: Actor): Promise<Incident>
    /** `at?` */
    acknowledge(id: string, given: NoticeInput, hand: Actor): Promise<Incident>
    /** `body, root_cause?, data_loss?, actions?` */
    postmortem(id: string, given: NoticeInput, hand: Actor): Promise<Incident>
    /** `reason` */
    falseAlarm(id: string, given: NoticeInput, hand: Actor): Promise<Incident>
    /** `title?, impact?, priority?, started_at?, detected_at?, acknowledged_at?, updates?: [{ id, body?, at?, status?, components? }]` */
    correct(id: string, given: NoticeInput, hand: Actor): Promise<Incident>
    /** Take it off the page. */
    withdraw(id: string, hand: Actor): Promise<Incident>
  }
  readonly maintenances: {
    all(): Promise<readonly Maintenance[]>
    /** @throws ValidationError not_found */
    get(id: string): Promise<Maintenance>
    /** `title, body?, scheduled_for, scheduled_until, components, impact?, reason?, alternatives?, tasks?, class?, force?, notify?, id?` */
    schedule(given: NoticeInput, hand: Actor): Promise<Maintenance>
    /** A message: `body, status?, at?, notify?` */
    update(id: string, given: NoticeInput, hand: Actor): Promise<Maintenance>
    /** `title?, body?, scheduled_for?, scheduled_until?, components?, impact?, reason?, alternatives?, tasks?, class?, force?` */
    correct(id: string, given: NoticeInput, hand: Actor): Promise<Maintenance>
    /** Now, early: `body?` */
    start(id: string, given: NoticeInput, hand: Actor): Promise<Maintenance>
    /** `by` (a duration such as `30m`), `body?` */
    extend(id: string, given: NoticeInput, hand: Actor): Promise<Maintenance>
    /** Now, early: `body?` */
    complete(id: string, given: NoticeInput, hand: Actor): Promise<Maintenance>
    /** `body?` */
    cancel(id: string, given: NoticeInput, hand: Actor): Promise<Maintenance>
    /** Take it off the page. */
    withdraw(id: string, hand: Actor): Promise<Maintenance>
  }
}
