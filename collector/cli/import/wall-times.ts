/** A field of a line that is a time of a clock on the wall: one without the offset that makes it an instant. */
const wallTime =
  /"(?:at|from|until|(?:started|detected|acknowledged|resolved|published|written|cancelled)_at|(?:scheduled|original)_(?:for|until))"\s*:\s*"\d{4}-\d{2}-\d{2}(?:[T ]\d[\d:.,]*)?"/

/** How many lines of a file leave out the offset of a time, and what people are told of them. */
export function createWallTimeTally(zone: string) {
  let lines = 0
  return {
    add(line: string): void {
      if (wallTime.test(line)) lines++
    },
    /** Null where every line has its offsets. */
    describe: (): string | null =>
      lines === 0
        ? null
        : `${lines === 1 ? '1 line has a time' : `${lines} lines have times`} without an offset: ${lines === 1 ? 'it was' : 'they were'} read in ${zone}, the zone of the page. If that is wrong, write offsets ("2026-11-01T00:00:00Z") and import again.`,
  }
}
