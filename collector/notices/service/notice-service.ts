import type { AuditActor } from '../../core/account/audit-chain.ts'
import type { Announcement } from '../../core/announcement/announcement.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Notice, NoticeRow } from '../../core/incident/notice.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import type { Receipt } from '../../store/access-store.ts'
import type { DeclaredNotice } from './declared-notice.ts'
import type { WrittenNotices } from './notice-writer.ts'

/** Who writes, by which way, and what they had read. */
export type Actor = {
  /** Name shown to the team and kept with what was written: of the token, of the person at the terminal, of the file. */
  readonly by: string
  /** By which way, for the audit log. Default: by the console, where `by` is the account. */
  readonly way?: AuditActor['kind']
  /** The version they read; another one stored is refused as `conflict`. Absent: whatever is there is changed. */
  readonly version?: number
  /** Name of the file below `notices/` it is written in, kept with the notice. */
  readonly file?: string
  /** Written in the same transaction as the notice, from what it became. */
  readonly receipt?: (notice: NoticeRow) => Receipt
}

/** The fields of the API by name, as the schemas of `notices/api` have them. Everything is checked. */
export type NoticeInput = unknown

/** A notice by its kind and id. */
export type NoticeRef = { readonly kind: Notice['kind']; readonly id: string }

/** A file of notices, read but not validated. */
export type NoticeFileSource = {
  /** Its name below `notices/`. */
  readonly file: string
  /** The id of the notice it declares. */
  readonly id: string
  /** The notices it declared before: those it no longer declares leave the page. */
  readonly refs: readonly NoticeRef[]
  /** Is there a file of that name? A notice whose file is gone may move to another one. */
  isThere(file: string): boolean
  /**
   * What it declares at an instant (ms); null where it cannot be read, which its reader then reports.
   *
   * @param formerComponents components that may be named although they are no longer configured
   */
  declare(formerComponents: readonly string[], now: number): DeclaredNotice | null
}

/** The one place where notices become rows, whichever way they come. Every method rejects with ValidationError or StoreError. */
export type NoticeService = {
  readonly incidents: {
    all(): Promise<readonly Incident[]>
    /** @throws ValidationError not_found */
    get(id: string): Promise<Incident>
    /** See `OpenIncident`; the id of a withdrawn one brings it back. */
    open(input: NoticeInput, actor: Actor): Promise<Incident>
    /** See `UpdateIncident`; resolving, reopening and taking over are updates. */
    update(id: string, input: NoticeInput, actor: Actor): Promise<Incident>
    /** See `AcknowledgeIncident`. */
    acknowledge(id: string, input: NoticeInput, actor: Actor): Promise<Incident>
    /** See `WritePostmortem`. */
    postmortem(id: string, input: NoticeInput, actor: Actor): Promise<Incident>
    /** See `FalseAlarm`. */
    falseAlarm(id: string, input: NoticeInput, actor: Actor): Promise<Incident>
    /** See `CorrectIncident`. */
    correct(id: string, input: NoticeInput, actor: Actor): Promise<Incident>
    /** Take it off the page. */
    withdraw(id: string, actor: Actor): Promise<Incident>
  }
  readonly maintenances: {
    all(): Promise<readonly Maintenance[]>
    /** @throws ValidationError not_found */
    get(id: string): Promise<Maintenance>
    /** See `ScheduleMaintenance`. */
    schedule(input: NoticeInput, actor: Actor): Promise<Maintenance>
    /** A message: `body, status?, at?, notify?` */
    update(id: string, input: NoticeInput, actor: Actor): Promise<Maintenance>
    /** See `CorrectMaintenance`. */
    correct(id: string, input: NoticeInput, actor: Actor): Promise<Maintenance>
    /** Now, early: `body?` */
    start(id: string, input: NoticeInput, actor: Actor): Promise<Maintenance>
    /** `by` (a duration such as `30m`), `body?` */
    extend(id: string, input: NoticeInput, actor: Actor): Promise<Maintenance>
    /** Now, early: `body?` */
    complete(id: string, input: NoticeInput, actor: Actor): Promise<Maintenance>
    /** `body?` */
    cancel(id: string, input: NoticeInput, actor: Actor): Promise<Maintenance>
    /** Take it off the page. */
    withdraw(id: string, actor: Actor): Promise<Maintenance>
  }
  readonly announcements: {
    all(): Promise<readonly Announcement[]>
    /** @throws ValidationError not_found */
    get(id: string): Promise<Announcement>
    /** `title, body, until?, pinned?, published_at?, notify?, id?` */
    publish(input: NoticeInput, actor: Actor): Promise<Announcement>
    /** `title?, body?, until?, pinned?, published_at?` */
    correct(id: string, input: NoticeInput, actor: Actor): Promise<Announcement>
    /** Take it off the page. */
    withdraw(id: string, actor: Actor): Promise<Announcement>
  }
  readonly files: {
    /** The notices of each file, by its name. */
    refs(): Promise<ReadonlyMap<string, readonly NoticeRef[]>>
    /**
     * Make the notice what its file declares: messages, corrections and changes of others stay. What the file declared
     * before and no longer does is withdrawn in the same transaction.
     *
     * @returns the notice the file holds now; null where it could not be read
     * @throws ValidationError `conflict` for an id of another notice, `not_now` for one a person withdrew, or as the other ways
     */
    replace(source: NoticeFileSource): Promise<NoticeRef | null>
    /** The file is gone: its notices leave the page. */
    withdraw(file: string, refs: readonly NoticeRef[]): Promise<void>
  }
  readonly imports: {
    /**
     * Add notices as another system had them, in one transaction. Messages that came here meanwhile are kept, and a notice
     * that was corrected here only gains messages: repeating an import undoes nothing.
     *
     * @param actor who imports, for the audit log
     * @returns how many were new or changed
     */
    merge(imported: WrittenNotices, actor: AuditActor): Promise<number>
  }
}
