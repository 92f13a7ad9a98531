import type { FormLanguage, NoticeValues } from '../../../../core/console/field-forms.ts'
import type { Config } from '../../../../core/config/config.ts'
import type { Actor } from '../../../../notices/service/notice-service.ts'

/** The values of a form but for the token of the browser; of several of one name the last. */
export const postedValues = (form: URLSearchParams): NoticeValues =>
  Object.fromEntries([...form].filter(([name]) => name !== 'form'))

/** What the forms of a page are written in. */
export const formLanguage = ({ page }: Pick<Config, 'page'>): FormLanguage => ({
  locale: page.locale,
  locales: page.locales,
  timezone: page.timezone,
})

/** What every form about a notice asks for: to publish it, or only to show what that would be. */
export const isPreview = (values: NoticeValues): boolean => values['do'] === 'preview'

/** Is anybody told beyond the page? A form that was never shown has no such box. */
export const notifies = (values: NoticeValues): boolean => values['notify'] === 'on'

/** Who writes by a form, and the version they had read; none where the form does not say. */
export function writerOf(account: string, values: NoticeValues = {}): Actor {
  const version = Number(values['version'])
  const isVersion = Number.isSafeInteger(version) && version > 0
  return { by: account, way: 'account', ...(isVersion && { version }) }
}
