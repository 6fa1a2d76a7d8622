import type { Path } from '../yaml/node.ts'
import type { View } from './validate.ts'

/** The paths of a list's items, the wrong ones included. */
export function itemsAt(view: View, list: Path): readonly Path[] {
  return Array.from({ length: view.count(list) }, (_, i): Path => [...list, i])
}
