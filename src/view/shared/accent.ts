import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'

type Rgb = readonly [red: number, green: number, blue: number]

/** Backgrounds that links stand on, those nearest to them in lightness: see tokens.css. */
const paper: Rgb = [0xfb, 0xfb, 0xf9]
const darkCard: Rgb = [0x1a, 0x1d, 0x1c]
const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]

/** Below this, text is not told from its background (WCAG 2.2, 1.4.11); a colour of a brand that reaches it is left alone. */
const leastContrast = 3
/** What a colour is brought to that does not reach it (WCAG 2.2, 1.4.3). */
const readableContrast = 4.5

const linearOf = (rgb: Rgb): Rgb =>
  rgb.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb

/** Relative luminance of a colour in linear light, 0 to 1, as WCAG 2.2 defines it. */
const luminanceOf = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue

const luminance = (rgb: Rgb): number => luminanceOf(linearOf(rgb))

const times = (matrix: readonly Rgb[], [x, y, z]: Rgb): Rgb =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Rgb

/** From linear sRGB to the cone responses of Oklab, and back (Ottosson 2020, as in CSS Color 4). */
const toCones: readonly Rgb[] = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
]
const fromCones: readonly Rgb[] = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
]

/**
 * Luminance of `color-mix(in oklab, …, #fff 52%)`, the colour of links in the dark: see tokens.css. Oklab is linear in the
 * cube roots of the cone responses, and those of white are 1, so it is mixed there.
 */
function lightenedLuminance(rgb: Rgb): number {
  const mixedCones = times(toCones, linearOf(rgb)).map((cone) => (0.48 * Math.cbrt(cone) + 0.52) ** 3)
  return luminanceOf(times(fromCones, mixedCones as unknown as Rgb))
}

/** Contrast of two luminances, 1 to 21, as WCAG 2.2 defines it. */
const contrast = (one: number, other: number): number =>
  (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)

const mixed = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((channel, i) => Math.round(channel + (to[i]! - channel) * share)) as unknown as Rgb

/** A colour mixed with another, as little as makes it readable on a background. */
function readable(colour: Rgb, background: Rgb, towards: Rgb): Rgb {
  for (let percent = 0; percent < 100; percent += 2) {
    const candidate = mixed(colour, towards, percent / 100)
    if (contrast(luminance(candidate), luminance(background)) >= readableContrast) return candidate
  }
  return towards
}

/** `#rgb` or `#rrggbb` as channels; null for what is neither. */
function parseColour(colour: string): Rgb | null {
  if (!/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(colour)) return null
  const digits = colour.length === 4 ? colour.slice(1).replaceAll(/./g, '$&$&') : colour.slice(1)
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as unknown as Rgb
}

const hex = (rgb: Rgb): string => `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`

/**
 * The operator's colour as a style of the page; null without one, and for what is no colour. Links have it as it is where
 * it can be read, and else as near to it as can be.
 */
export function accentStyle({ accent }: Snapshot['page']): string | null {
  const colour = accent === null ? null : parseColour(accent)
  if (colour === null) return null
  const own = `:root{--accent:${accent}}`
  const light =
    contrast(luminance(colour), luminance(paper)) >= leastContrast
      ? ''
      : `:root{--link:${hex(readable(colour, paper, black))}}`
  // Lighter than the accent in the dark, as the page's own links are.
  const isDarkReadable = contrast(lightenedLuminance(colour), luminance(darkCard)) >= readableContrast
  const dark = isDarkReadable
    ? light && ':root{--link:color-mix(in oklab,var(--accent),#fff 52%)}'
    : `:root{--link:${hex(readable(colour, darkCard, white))}}`
  return own + light + (dark && `@media screen and (prefers-color-scheme:dark){${dark}}`)
}
