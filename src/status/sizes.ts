const UNITS = ['B', 'K', 'M', 'G', 'T', 'P']

/** Bytes in three or four characters, in powers of 1024: `512B`, `2.1M`, `35G`. */
export function sizeText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0
  return `${value.toFixed(digits)}${UNITS[unit] ?? ''}`
}
