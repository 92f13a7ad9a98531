import type { z } from 'zod'
import type { Incident } from '../../core/incident/incident.ts'
import type { CommandContext } from '../../core/notice/command-context.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import { parseInput } from '../rules/validate.ts'
import { type ValidationContext, createValidationContext } from '../rules/validation-context.ts'
import type { Actor, NoticeInput } from './notice-service.ts'
import type { LockedNotices } from './optimistic-lock.ts'
import { type NoticeServiceDeps, authorOf } from './service-deps.ts'

type VersionedInput = { readonly version?: number | undefined }
type IdentifiedInput = { readonly id?: string | undefined }

/** Makes the commands on one kind of notice from its name in the audit log, a schema and what it does. */
export type NoticeCommands<Notice> = {
  /** A command that makes a new one; an id in its input is that of the notice. */
  creating<Schema extends z.ZodType<IdentifiedInput>>(
    action: string,
    schema: Schema,
    make: (input: z.output<Schema>, read: ValidationContext, context: CommandContext) => Notice,
  ): (input: NoticeInput, actor: Actor) => Promise<Notice>
  /** A command on a stored one: its input is parsed once, and validated again on every state the notice has meanwhile. */
  changing<Schema extends z.ZodType<VersionedInput>>(
    action: string,
    schema: Schema,
    next: (
      current: Notice,
      input: z.output<Schema>,
      read: ValidationContext,
      context: CommandContext,
    ) => Notice,
  ): (id: string, input: NoticeInput, actor: Actor) => Promise<Notice>
  /** A command without input. */
  acting(
    action: string,
    next: (current: Notice, context: CommandContext) => Notice,
  ): (id: string, actor: Actor) => Promise<Notice>
}

/** The commands on the notices behind a lock. */
export function createNoticeCommands<Notice extends Incident | Maintenance>(
  { config, now, id: newId }: Omit<NoticeServiceDeps, 'store' | 'onChange'>,
  { add, change }: LockedNotices<Notice>,
): NoticeCommands<Notice> {
  const contextOf = (by: string): CommandContext => ({ now: now(), by, id: newId })
  const readAt = (context: CommandContext): ValidationContext => createValidationContext(config, context.now)
  return {
    creating: (action, schema, make) => async (input, actor) => {
      const context = contextOf(authorOf(actor))
      const parsed = parseInput(schema, input)
      const notice = make(parsed, readAt(context), context)
      return add(parsed.id === undefined ? notice : { ...notice, id: parsed.id }, { actor, action })
    },
    changing: (action, schema, next) => async (id, input, actor) => {
      const by = authorOf(actor)
      const parsed = parseInput(schema, input)
      return change(id, { actor, action }, parsed.version, (current) => {
        const context = contextOf(by)
        return next(current, parsed, readAt(context), context)
      })
    },
    acting: (action, next) => async (id, actor) => {
      const by = authorOf(actor)
      return change(id, { actor, action }, undefined, (current) => next(current, contextOf(by)))
    },
  }
}
