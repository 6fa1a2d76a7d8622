import { DNS_NAME } from './dns-name.ts'

const NAME = '[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?'

/** The key of a label, an annotation or a taint: a name, with or without a DNS name and a slash before it. */
export const QUALIFIED_NAME = new RegExp(`^((?=[^/]{1,253}/)${DNS_NAME.source.slice(1, -1)}/)?${NAME}$`)

/** The value of a label or a taint; empty for none. */
export const LABEL_VALUE = new RegExp(`^(${NAME})?$`)
