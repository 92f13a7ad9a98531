import type { Document, YAMLParseError, YAMLWarning } from 'yaml'

/** What each error of the YAML reader means for the person who wrote the file: what is wrong, what to write. */
const explanations: Readonly<Record<string, readonly [issue: string, write: string]>> = {
  TAB_AS_INDENT: ['a tab is used to indent', 'Write spaces'],
  BAD_INDENT: ['this line is not indented like its neighbours', 'Align it with the lines it belongs to'],
  BAD_ALIAS: ['an alias (*name) leads nowhere', 'Put text that begins with * in quotes'],
  ALIAS_PROPS: ['an alias (*name) cannot have a tag or an anchor', 'Remove it'],
  BAD_SCALAR_START: ['a value cannot begin with this character', 'Put the value in quotes'],
  BAD_DQ_ESCAPE: [
    'a backslash in double quotes begins an escape that does not exist',
    'Write \\\\ for a backslash, or use single quotes',
  ],
  BAD_DIRECTIVE: ['a line that begins with % is not known', 'Remove it or put it in quotes'],
  BLOCK_AS_IMPLICIT_KEY: [
    'there is a second "key: value" on this line',
    'Put the value in quotes, or write it on a line of its own',
  ],
  BLOCK_IN_FLOW: [
    'a list or mapping by lines cannot stand within brackets or braces',
    'Write it with brackets or braces too',
  ],
  DUPLICATE_KEY: ['is written twice', 'Remove one of the two'],
  KEY_OVER_1024_CHARS: ['a key is longer than 1,024 characters', 'Look for a missing quote before it'],
  MISSING_CHAR: [
    'a quote, bracket, brace, comma or space is missing',
    'Close what was opened; write a space after each colon',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'a key runs over several lines',
    'Write a colon and a space after the key, on the same line',
  ],
  MULTIPLE_ANCHORS: ['a value has two anchors (&name)', 'Keep one'],
  MULTIPLE_DOCS: ['a second document begins here (---)', 'Keep one document in the file'],
  MULTIPLE_TAGS: ['a value has two tags (!name)', 'Keep one'],
  NON_STRING_KEY: ['a key here is not a single word', 'Write key: value'],
  RESOURCE_EXHAUSTION: ['is nested too deeply', 'Nothing here is deeper than ten levels'],
  TAG_RESOLVE_FAILED: ['tags (!name) are not used here', 'Remove it, or put the value in quotes'],
  UNEXPECTED_TOKEN: ['this is not expected here', 'Look for a wrong indent, or put the value in quotes'],
}
const genericExplanation = [
  'this cannot be read as YAML',
  'Look for a missing quote or a wrong indent',
] as const

const unclosedBracket = [
  'a bracket or brace is not closed',
  'Write ] or } at its end, and indent its lines',
] as const
const unclosedQuote = ['a quote is not closed', 'Write the same quote at its end'] as const

/** What a complaint means; the reader's own codes tell some things apart only in their message. */
function explain(problem: YAMLParseError | YAMLWarning): readonly [issue: string, write: string] {
  if (problem.message.includes('end with a')) return unclosedBracket
  if (problem.message.includes('closing')) return unclosedQuote
  return explanations[problem.code] ?? genericExplanation
}

/** A complaint about the text itself, at an offset in UTF-16 units. */
export type SyntaxProblem = {
  /** Whether `at` is where the text ended, and what is meant began before it. */
  readonly atEndOfText: boolean
  /** Whether it is about the file as a whole, and not about a value in it. */
  readonly wholeFile: boolean
  readonly at: number
  readonly issue: string
  readonly advice: string
}

/** What the YAML reader complains of, in plain words; of several on one line the first, since the rest follow from it. */
export function findSyntaxProblems(document: Document, text: string): SyntaxProblem[] {
  const reportedLines = new Set<number>()
  const problems: SyntaxProblem[] = []
  const yamlProblems: (YAMLParseError | YAMLWarning)[] = [...document.errors, ...document.warnings]
  for (const problem of yamlProblems.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const at = Math.min(problem.pos[0], text.length)
    const lineStart = text.lastIndexOf('\n', at - 1)
    if (reportedLines.has(lineStart)) continue
    reportedLines.add(lineStart)
    const explanation = explain(problem)
    const [issue, advice] = explanation
    problems.push({
      at,
      issue,
      advice,
      atEndOfText: explanation === unclosedBracket || explanation === unclosedQuote,
      wholeFile: problem.code === 'MULTIPLE_DOCS',
    })
    // A file that is not YAML at all is told so, not a thousand times.
    if (problems.length === 20) break
  }
  return problems
}
