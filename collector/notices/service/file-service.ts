import type { Announcement } from '../../core/announcement/announcement.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { NoticeRow } from '../../core/incident/notice.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import { ValidationError } from '../rules/validation-error.ts'
import { createValidationContext } from '../rules/validation-context.ts'
import { quoteInput } from '../rules/validate.ts'
import type { DeclaredNotice } from './declared-notice.ts'
import { type StoredNotices, digestOf, mergeDeclared } from './merge-declared.ts'
import { auditOfFile } from './notice-audit.ts'
import type { NoticeFileSource, NoticeRef, NoticeService } from './notice-service.ts'
import type { NoticeServiceDeps } from './service-deps.ts'
import { type NoticeChanges, type NoticeWriter, type WrittenNotices, noChanges } from './notice-writer.ts'

/** Notices that files declare: each is what its file says, beside what other ways in have changed since. */
export function createFileService(
  { store, config, now }: NoticeServiceDeps,
  { writeDecision }: NoticeWriter,
): NoticeService['files'] {
  /** The notices of a file that are not `kept`, taken off the page at an instant (ms). */
  async function withdrawals(
    file: string,
    refs: readonly NoticeRef[],
    kept: NoticeRef | null,
    at: number,
  ): Promise<WrittenNotices> {
    const incidents: Incident[] = []
    const maintenances: Maintenance[] = []
    const announcements: Announcement[] = []
    const withdrawn = <Row extends NoticeRow>(row: Row | null): Row[] =>
      !row || row.withdrawn || row.file !== file
        ? []
        : [{ ...row, withdrawn: { at, by: file }, version: row.version + 1 }]
    for (const { kind, id } of refs) {
      if (kept?.kind === kind && kept.id === id) continue
      if (kind === 'incident') incidents.push(...withdrawn(await store.incident(id)))
      else if (kind === 'maintenance') maintenances.push(...withdrawn(await store.maintenance(id)))
      else announcements.push(...withdrawn(await store.announcement(id)))
    }
    return { incidents, maintenances, announcements }
  }

  async function decide(
    source: NoticeFileSource,
    at: number,
    declared: DeclaredNotice,
    stored: StoredNotices,
  ) {
    assertOwned(source, declared, stored)
    const read = createValidationContext(config, at)
    const changes = isUnchanged(source, declared, stored)
      ? noChanges
      : mergeDeclared(declared, stored, source.file, read, config)
    const withdrawn = await withdrawals(source.file, source.refs, declared, at)
    return withAudit(source.file, at, {
      incidents: [...withdrawn.incidents, ...changes.incidents],
      maintenances: [...withdrawn.maintenances, ...changes.maintenances],
      announcements: [...withdrawn.announcements, ...changes.announcements],
    })
  }

  return {
    async refs() {
      const refs = new Map<string, NoticeRef[]>()
      const add = (kind: NoticeRef['kind'], { file, id }: NoticeRow): void => {
        if (file !== undefined) refs.set(file, [...(refs.get(file) ?? []), { kind, id }])
      }
      for (const incident of await store.incidents()) add('incident', incident)
      for (const maintenance of await store.maintenances()) add('maintenance', maintenance)
      for (const announcement of await store.announcements()) add('announcement', announcement)
      return refs
    },
    async replace(source) {
      let held: NoticeRef | null = null
      await writeDecision(async () => {
        const at = now()
        const stored = {
          incident: await store.incident(source.id),
          maintenance: await store.maintenance(source.id),
          announcement: await store.announcement(source.id),
        }
        const declared = source.declare(namedComponents(stored), at)
        held = declared && { kind: declared.kind, id: declared.id }
        return declared ? decide(source, at, declared, stored) : noChanges
      })
      return held
    },
    async withdraw(file, refs) {
      await writeDecision(async () => {
        const at = now()
        return withAudit(file, at, await withdrawals(file, refs, null, at))
      })
    },
  }
}

/** What a file changes at an instant (ms), with what the audit log says of it. */
const withAudit = (file: string, at: number, written: WrittenNotices): NoticeChanges => ({
  ...noChanges,
  ...written,
  audit: auditOfFile(file, written, at),
})

/** Components the stored notice names, which may have left the configuration since. */
const namedComponents = ({ incident, maintenance }: StoredNotices): string[] => [
  ...(incident?.updates.flatMap(({ components }) => Object.keys(components)) ?? []),
  ...(maintenance?.components ?? []),
]

const storedAs = ({ kind }: DeclaredNotice, stored: StoredNotices): NoticeRow | null => stored[kind]

/** @throws ValidationError where the id is another notice's, or a person took the notice off the page */
function assertOwned(source: NoticeFileSource, declared: DeclaredNotice, stored: StoredNotices): void {
  const current = storedAs(declared, stored)
  if (!current) return
  if (current.file !== source.file) {
    if (current.file !== undefined && !source.isThere(current.file)) return
    const message = `There is another notice with the id ${quoteInput(current.id)}. Write another, or remove the line.`
    throw new ValidationError('conflict', [{ path: 'id', message }], { current })
  }
  const { withdrawn } = current
  if (!withdrawn || withdrawn.by === source.file || current.fileSays === digestOf(declared)) return
  const message = `The notice was taken off the page by ${quoteInput(withdrawn.by)}. Rename the file to publish it again, or remove it.`
  throw new ValidationError('not_now', [{ path: '', message }], { current })
}

/** As long as the file declares the same, changes by other ways in since are what holds. */
function isUnchanged(source: NoticeFileSource, declared: DeclaredNotice, stored: StoredNotices): boolean {
  const current = storedAs(declared, stored)
  if (!current || current.file !== source.file) return false
  const isBack = current.withdrawn !== undefined && current.withdrawn.by === current.file
  return !isBack && current.fileSays === digestOf(declared)
}
