import { number, section } from '../rules.ts'
import { url } from '../values/address.ts'
import { fileName, locale, stringMatching, timezone, words } from '../values/basic-values.ts'
import { z } from 'zod'

/** `page:` — whose page it is and how it speaks. */
export const page = section({
  name: words('FrançaisFluide', 200).describe('Name of the team or product, as readers know it.'),
  url: url(['https', 'http'], 'https://status.example.com')
    .optional()
    .describe('Where the page is published: the beginning of absolute links in feeds, mail and the API.'),
  locale: locale()
    .optional()
    .describe('Language of the page at `/`. Default: the first of `locales`, else en.'),
  locales: z
    .array(locale())
    .min(1)
    .optional()
    .describe('All languages of the page; the further ones are at `/en/` …'),
  timezone: timezone().optional().describe('Zone in which days are cut and times are shown. Default: UTC.'),
  history_days: number({ min: 7, max: 366, example: '90' })
    .optional()
    .describe('Days shown in the bars. Default: 90.'),
  theme: section({
    accent: stringMatching(/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/, 'a colour', '#1f5fbf', (text) => `#${text}`)
      .optional()
      .describe('Colour of links and of the current page, as #rrggbb.'),
    logo: fileName('logo.svg')
      .optional()
      .describe('Image file in the data folder, beside notices and database.'),
    css: fileName('custom.css')
      .optional()
      .describe('Style sheet in the data folder, added after the page’s own.'),
  })
    .optional()
    .describe('Small changes to the look.'),
  contact: stringMatching(
    /^(mailto:[^\s@]+@[^\s@]+|https?:\/\/\S+|tel:\+?[0-9-]+)$/,
    'an address that readers can follow',
    'mailto:support@example.com',
    (text) => `mailto:${text}`,
  )
    .optional()
    .describe('How readers reach the team: mailto:, https: or tel:.'),
}).describe('Whose page it is and how it speaks.')
