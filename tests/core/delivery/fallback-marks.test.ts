import { describe, expect, test } from 'vitest'
import { confirmationMail } from '../../../collector/core/delivery/confirmation-mail.ts'
import type { OutgoingMail } from '../../../collector/core/delivery/mailer.ts'
import { subscriberMail } from '../../../collector/core/delivery/subscriber-mails/subscriber-mail.ts'
import type { OperatorDictionary } from '../../../collector/core/i18n/words.ts'
import { incidentsEdition, mailEdition } from '../../../collector/deliveries/mail-edition.ts'
import { aMaintenance } from '../builders.ts'
import { aSubscriber, anIncident, anUpdate } from '../../store/builders.ts'
import { aComponent, aConfig } from '../builders.ts'

const now = Date.UTC(2026, 10, 22, 15)

/** The dictionary of an operator who translated little. */
const arabic: OperatorDictionary = {
  incidentStatus: { investigating: 'قيد التحقيق' },
  messages: { components: 'الخدمات' },
  subscriberMails: { manage: 'تغيير الاشتراك' },
  subscriptions: { mail: { ignore: 'تجاهل هذه الرسالة إن لم تطلبها.' } },
}
const page = {
  ...aConfig().page,
  name: 'Example',
  url: 'https://status.example.com',
  locale: 'ar',
  locales: ['ar', 'fr'],
  words: { ar: arabic },
}
const config = aConfig({ page, components: [aComponent('api')] })
const recipient = {
  address: 'ada@example.com',
  manage: 'https://status.example.com/subscribe/manage?token=t',
  leave: 'https://status.example.com/unsubscribe?token=t',
}
const incident = anIncident({
  title: { ar: 'عطل' },
  updates: [anUpdate({ status: 'investigating', body: { ar: 'نحقق في الأمر.' } })],
})
const news = {
  kind: 'incident',
  incident,
  updates: incident.updates,
  automatic: false,
  relapses: 0,
  escalation: null,
} as const
const store = { recurringMaintenance: () => Promise.resolve([]) }
const english = (words: string): string => `<span lang="en" dir="ltr">${words}</span>`

const incidentMail = async (locale: string): Promise<OutgoingMail> =>
  subscriberMail(
    await mailEdition(store, config, news, locale, now),
    recipient,
    { topics: ['i'], id: [1] },
    [],
  )

const confirmation = (locale: string): OutgoingMail => {
  const before = aSubscriber({ state: 'unconfirmed', locale })
  return confirmationMail(
    { before, after: before },
    { config, link: 'https://collector.example/confirm?token=t', at: now },
  )
}

const mails: readonly (readonly [what: string, make: (locale: string) => Promise<OutgoingMail>])[] = [
  ['an incident', incidentMail],
  [
    'several incidents',
    (locale) =>
      Promise.resolve(
        subscriberMail(
          incidentsEdition(config, [news, news], locale, now),
          recipient,
          { topics: ['i'], id: [1] },
          [],
        ),
      ),
  ],
  [
    'maintenance',
    async (locale) =>
      subscriberMail(
        await mailEdition(
          store,
          config,
          {
            kind: 'maintenance',
            maintenance: aMaintenance({ title: { ar: 'صيانة' } }),
            moment: 'announced',
            update: null,
          },
          locale,
          now,
        ),
        recipient,
        { topics: ['m'], id: [1] },
        [],
      ),
  ],
  ['a link to confirm', (locale) => Promise.resolve(confirmation(locale))],
]

describe.each(mails)('a mail about %s', (_, make) => {
  test('marks what is English in a language from right to left that an operator brings', async () => {
    const { html, text, subject } = await make('ar')
    expect(html).toMatch(/<html lang="ar" dir="rtl">/)
    expect(html).toContain('<span lang="en" dir="ltr">')
    expect(html).toMatch(/<title>[^<]*<\/title>/)
    for (const part of [html, text, subject]) expect(part).not.toMatch(/[\uFDD0-\uFDD3]/)
    for (const part of [text, subject]) expect(part).not.toContain('<span')
  })

  test('has nothing to mark in a language of Vigie’s', async () => {
    expect((await make('fr')).html).not.toMatch(/<span[^>]* lang=/)
  })
})

test('what the operator translated stands unmarked beside what fell back', async () => {
  const { html, subject } = await incidentMail('ar')
  expect(html).toContain('<th scope="row">الخدمات</th>')
  expect(html).toContain(`<th scope="row">${english('Impact')}</th>`)
  expect(html).toContain('>تغيير الاشتراك</a>')
  expect(html).toContain(`>${english('Unsubscribe')}</a>`)
  expect(subject).toContain('عطل')
})

test('the sentences of a link to confirm are laid out from left to right where they are English', () => {
  const { html } = confirmation('ar')
  expect(html).toContain('<p>تجاهل هذه الرسالة إن لم تطلبها.</p>')
  expect(html).toMatch(/<p><span dir="ltr"><span lang="en" dir="ltr">[^<]+<\/span>[^]*?<\/span><\/p>/)
})
