import type { Announcement } from '../../core/announcement/announcement.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { UsageError } from '../../app/errors.ts'
import { announcementView } from '../../notices/api/announcement-view.ts'
import { formatText } from '../io/localized-text.ts'
import { type Flags, mergeText } from '../io/text-flags.ts'
import { type NoticeCommandContext, actorOf, withUsageErrors } from '../notices/command-context.ts'
import { printPublication } from '../notices/print-publication.ts'
import { shouldPromptForMissing } from '../notices/required-flags.ts'
import { promptForAnnouncement } from './prompts.ts'
import { readAnnouncementFlags } from './flags.ts'

const example = 'vigie announce "New status page" --body "This page has a new address." --until +7d'

/** What people type who look for the list. */
const commandNames = new Set(['list', 'ls', 'show', 'update', 'withdraw', 'remove', 'delete'])

/** `vigie announce TITLE`. */
export async function publishAnnouncement(
  context: NoticeCommandContext,
  title: string | undefined,
  flags: Flags,
): Promise<number> {
  const { notices, terminal, config } = context
  if (title !== undefined && flags['title'] !== undefined)
    throw new UsageError('the title is there twice. Write it once.')
  if (title !== undefined && commandNames.has(title) && flags['body'] === undefined)
    throw new UsageError(
      `"${title}" would be the title of an announcement. Did you mean \`vigie announcement ${title}\`?`,
    )
  const fields = await readAnnouncementFlags(context, title === undefined ? flags : { ...flags, title })
  if (flags['notify'] === false) fields['notify'] = false
  const required = { title: 'TITLE', body: '--body' }
  const complete = shouldPromptForMissing(context, fields, required, example)
    ? await promptForAnnouncement(context, fields)
    : fields
  if (complete === null) return 1
  const announcement = await withUsageErrors(context, 'announcement', null, () =>
    notices.announcements.publish(complete, actorOf(flags)),
  )
  if (!flags['json']) terminal.out(announcement.id)
  return print(context, flags, announcement, `Announced “${formatText(announcement.title, config.page)}”.`)
}

/** `vigie announcement update ID`: readers see what was said before. */
export async function updateAnnouncement(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { notices, config, terminal } = context
  const current = await withUsageErrors(context, 'announcement', id, () => notices.announcements.get(id))
  const fields = await readAnnouncementFlags(context, flags)
  for (const field of ['title', 'body'] as const)
    if (fields[field] !== undefined)
      fields[field] = mergeText(current[field], fields[field] as Text, config, (locales) =>
        terminal.err(`--${field} in ${locales.join(', ')} stays as it was.`),
      )
  if (Object.keys(fields).length === 0)
    throw new UsageError(
      `nothing to change was given. For example: vigie announcement update ${id} --until "tomorrow 18:00"`,
    )
  const announcement = await withUsageErrors(context, 'announcement', id, () =>
    notices.announcements.correct(id, fields, actorOf(flags)),
  )
  return print(
    context,
    flags,
    announcement,
    `Updated “${formatText(announcement.title, config.page)}”, version ${announcement.version}.`,
  )
}

/** `vigie announcement withdraw ID`: off the page, kept for the record. */
export async function withdrawAnnouncement(
  context: NoticeCommandContext,
  id: string,
  flags: Flags,
): Promise<number> {
  const { terminal, config, collectorRunning, notices } = context
  const announcement = await withUsageErrors(context, 'announcement', id, () =>
    notices.announcements.withdraw(id, actorOf(flags)),
  )
  if (flags['json']) terminal.out(JSON.stringify(announcementView(announcement, Date.now(), config)))
  terminal.err(
    `Took “${formatText(announcement.title, config.page)}” off the page: ${collectorRunning ? 'within a second' : 'when the collector is started, or with `vigie build`'}; it is kept for the record.`,
  )
  return 0
}

async function print(
  context: NoticeCommandContext,
  flags: Flags,
  announcement: Announcement,
  summary: string,
): Promise<number> {
  const { terminal, config } = context
  if (flags['json']) terminal.out(JSON.stringify(announcementView(announcement, Date.now(), config)))
  terminal.err(summary)
  await printPublication(context, 'announcement', announcement, flags['notify'] !== false)
  return 0
}
