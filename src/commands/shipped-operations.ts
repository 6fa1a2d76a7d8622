import type { OperationSummary } from './operation-command.ts'
import operations from './shipped-operations.json' with { type: 'json' }

/** The operations that ship with nodeprep. `npm run docs` writes the file: reading playbooks at every start would take too long. */
export const shippedOperations: readonly OperationSummary[] = operations as readonly OperationSummary[]
