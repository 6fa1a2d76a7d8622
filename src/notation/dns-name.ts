const LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?'

/** A DNS name in lower case, as Kubernetes wants it of the names of nodes. */
export const DNS_NAME = new RegExp(`^${LABEL}(\\.${LABEL})*$`)
