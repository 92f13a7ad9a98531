/** A place in a file, both from 1; columns in UTF-16 units as editors count. */
export type FilePosition = { readonly line: number; readonly column: number }

/** A problem of a notice's file, and what to write instead. */
export type FileProblem = FilePosition & { readonly message: string }

/** Some lines of a file, and the number (from 1) of the first. */
export type Passage = { readonly line: number; readonly lines: readonly string[] }

/** A `##` heading that dates a message (its words, without the marks), and what stands below it. */
export type FileSection = Passage & { readonly heading: string; readonly headingLine: number }

/** A notice's file by its parts. */
export type FileSections = {
  readonly front: Passage
  /** What stands before the first dated heading. */
  readonly lead: Passage
  readonly sections: readonly FileSection[]
}

/** Messages of one notice: its page, and everything that is made of it, is written again with each. */
const maxMessages = 1_000
const rule = /^---[ \t]*$/
/** The words of a heading of a level; what is indented by four is code. */
const headingOf = (level: number): RegExp =>
  new RegExp(`^ {0,3}#{${level}}[ \\t]+(.*?)(?:[ \\t]+#+)?[ \\t]*$`)
const second = headingOf(2)
const third = headingOf(3)
/** A heading that has a date in it, or is but a status, dates a message or tries to; any other is the writer's own. */
const dates =
  /^\d|\d{4}-\d{1,2}-\d{1,2}|^(?:investigating|identified|monitoring|resolved|postmortem|scheduled|in_progress|verifying|completed|cancelled)$/i

/** Lines that begin or end a block of code, in which nothing is a heading. */
function fences(): (line: string) => boolean {
  let open: string | null = null
  return (line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
    if (open === null) {
      if (mark && !(mark[1]!.startsWith('`') && mark[2]!.includes('`'))) open = mark[1]!
      return open !== null
    }
    if (mark && mark[1]!.startsWith(open) && mark[2]!.trim() === '') open = null
    return true
  }
}

/** The parts of a file, or the problem of its front matter. */
export function splitSections(text: string): FileSections | FileProblem {
  const lines = text.split(/\r\n?|\n/)
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first < 0 || !rule.test(lines[first]!))
    return {
      line: Math.max(1, first + 1),
      column: 1,
      message:
        'The file does not begin with front matter. Write a line --- first, then kind: and title:, then another line ---.',
    }
  const end = lines.findIndex((line, i) => i > first && rule.test(line))
  if (end < 0)
    return {
      line: first + 1,
      column: 1,
      message: 'The front matter does not end. Write a line --- below its last key.',
    }
  const inCode = fences()
  const lead: string[] = []
  const sections: (FileSection & { lines: string[] })[] = []
  for (const [i, line] of lines.slice(end + 1).entries()) {
    const heading = inCode(line) ? undefined : second.exec(line)?.[1]
    if (heading !== undefined && dates.test(heading))
      sections.push({ heading, headingLine: end + 2 + i, line: end + 3 + i, lines: [] })
    else (sections.at(-1)?.lines ?? lead).push(line)
  }
  const tooMany = sections[maxMessages]
  if (tooMany)
    return {
      line: tooMany.headingLine,
      column: 1,
      message: `This is message number ${maxMessages + 1}; a notice has ${maxMessages} at most. Write what goes on in another file.`,
    }
  return {
    front: { line: first + 2, lines: lines.slice(first + 1, end) },
    lead: { line: end + 2, lines: lead },
    sections,
  }
}

/** The passage cut at headings of languages (`### en`); before the first stands the page's own. */
export function splitLocales(
  passage: Passage,
  page: { readonly locale: string; readonly locales: readonly string[] },
): { readonly locale: string; readonly passage: Passage }[] {
  const inCode = fences()
  const parts: { locale: string; passage: Passage & { lines: string[] } }[] = [
    { locale: page.locale, passage: { line: passage.line, lines: [] } },
  ]
  for (const [i, line] of passage.lines.entries()) {
    const words = inCode(line) ? undefined : third.exec(line)?.[1]?.toLowerCase()
    const locale = words && page.locales.find((one) => one.toLowerCase() === words)
    if (locale) parts.push({ locale, passage: { line: passage.line + i + 1, lines: [] } })
    else parts.at(-1)!.passage.lines.push(line)
  }
  return parts.filter(({ passage: { lines } }, i) => i > 0 || lines.some((line) => line.trim() !== ''))
}
