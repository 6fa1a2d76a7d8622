import type { Row } from './table.ts'

/** Cases that are large rather than odd; each in a process of its own. */
export const heavyCases: readonly (() => Promise<Row>)[] = []
