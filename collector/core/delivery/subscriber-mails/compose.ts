import { fillPlaceholders, formatCount } from '../../i18n/sentences.ts'
import { zoneCity } from '../../i18n/zone-city.ts'
import { affectedComponents, incidentStatus, isOpen, resolvedAt } from '../../incident/incident.ts'
import { reportMailParts } from '../../report/report-mail.ts'
import { titleLine } from '../../text/title-line.ts'
import { longestSubject } from '../mail-parts.ts'
import type { News } from '../news.ts'
import { type MessageContext, componentNames } from '../team-messages/context.ts'
import { severalTitle } from '../team-messages/incident-message.ts'
import { type MailContent, detail, readersAddress, sayTo } from './content.ts'

/** What readers are notified of; alerts and deployments are the team's. */
export type ReaderNews = Exclude<News, { kind: 'alert' | 'deployment' }>

type NewsOf<Kind extends News['kind']> = Extract<News, { kind: Kind }>

/** What subscribers read of a piece of news, in the language of the context. */
export function composeMail(news: ReaderNews, context: MessageContext): MailContent {
  switch (news.kind) {
    case 'incident':
      return incidentMail(news, context)
    case 'maintenance':
      return maintenanceMail(news, context)
    case 'announcement':
      return announcementMail(news, context)
    case 'report':
      return reportContent(news, context)
  }
}

/** What subscribers read of several incidents that the collector saw, in one mail: a section for each, linked by its title. */
export function composeIncidentsMail(
  all: readonly NewsOf<'incident'>[],
  context: MessageContext,
): MailContent {
  const mails = all.map((news) => ({ news, mail: incidentMail(news, context) }))
  return {
    title: severalTitle(
      all.map(({ incident }) => sayTo(incident.title, context)),
      context,
    ),
    messages: mails.map(({ news, mail }) => ({
      heading: mail.subject ?? mail.title,
      body: [
        ...mail.messages.map(({ body }) => body),
        ...(mail.link === null ? [] : [`<${mail.link}>`]),
        ...(news.relapses > 0 ? mail.remarks.slice(0, 1) : []),
      ].join('\n\n'),
    })),
    details: [],
    remarks: [zoneRemark(context)],
    link: readersAddress('', context),
    document: null,
  }
}

function incidentMail(
  { incident, updates, relapses }: NewsOf<'incident'>,
  context: MessageContext,
): MailContent {
  const { words, locale, formats } = context
  const ended = resolvedAt(incident)
  const sentence = relapses > 0 && isOpen(incident) ? words.messages.reopened : words.messages.incidentTitle
  const title = sayTo(incident.title, context)
  const titled = (text: string): string =>
    fillPlaceholders(sentence, { title: text, status: words.incidentStatus[incidentStatus(incident)] })
  return {
    title: titled(title),
    // Of a long title the end is left out, and not the status.
    subject: titled(titleLine(title, longestSubject - titled('').length)),
    messages: updates.map(({ at, status, body }) => ({
      heading: `${formats.moment(at)} – ${words.incidentStatus[status]}`,
      body: sayTo(body, context),
    })),
    details: [
      ...detail(
        words.messages.components,
        componentNames(Object.keys(affectedComponents(incident)), context).join(', '),
      ),
      ...detail(words.messages.impact, words.impactDegree[incident.impact]),
      ...detail(ended === null ? words.messages.since : words.began, formats.moment(incident.startedAt)),
      ...(ended === null
        ? []
        : detail(words.messages.duration, formats.duration(ended - incident.startedAt))),
    ],
    remarks: [
      ...(relapses > 0 ? [formatCount(locale, words.messages.flapping, relapses)] : []),
      zoneRemark(context),
    ],
    link: readersAddress(`incidents/${encodeURIComponent(incident.id)}/`, context),
    document: null,
  }
}

function maintenanceMail(
  { maintenance, moment, update }: NewsOf<'maintenance'>,
  context: MessageContext,
): MailContent {
  const { words, formats } = context
  const { scheduledFor, scheduledUntil, components, reason, alternatives, impact } = maintenance
  const body = sayTo(update?.body ?? (moment === 'updated' ? '' : maintenance.body), context)
  const ends = formats.key(scheduledFor) === formats.key(scheduledUntil) ? formats.time : formats.full
  return {
    title: fillPlaceholders(words.messages.maintenance[moment], { title: sayTo(maintenance.title, context) }),
    messages: body.trim() === '' ? [] : [{ heading: null, body }],
    details: [
      ...detail(words.messages.window, `${formats.full(scheduledFor)} – ${ends(scheduledUntil)}`),
      ...detail(words.messages.duration, formats.duration(scheduledUntil - scheduledFor)),
      ...detail(words.messages.components, componentNames(components, context).join(', ')),
      ...detail(words.messages.impact, words.impactDegree[impact]),
      ...detail(words.messages.reason, sayTo(reason ?? '', context)),
      ...detail(words.messages.alternatives, sayTo(alternatives ?? '', context)),
    ],
    remarks: [zoneRemark(context), words.subscriberMails.calendar],
    link: readersAddress(`maintenance/${encodeURIComponent(maintenance.id)}/`, context),
    document: null,
  }
}

const announcementMail = (
  { announcement }: NewsOf<'announcement'>,
  context: MessageContext,
): MailContent => ({
  title: sayTo(announcement.title, context),
  messages: [{ heading: null, body: sayTo(announcement.body, context) }],
  details: [],
  remarks: [],
  link: readersAddress(`announcements/${encodeURIComponent(announcement.id)}/`, context),
  document: null,
})

function reportContent({ report }: NewsOf<'report'>, context: MessageContext): MailContent {
  const { subject, text, html } = reportMailParts(report, context.locale, context.config.page.words)
  return {
    title: subject,
    messages: [],
    details: [],
    remarks: [],
    link: readersAddress(`reports/${encodeURIComponent(report.period)}/`, context),
    document: { text, html },
  }
}

const zoneRemark = ({ words, config, locale }: MessageContext): string =>
  fillPlaceholders(words.subscriberMails.zone, { zone: zoneCity(config.page.timezone, locale) })
