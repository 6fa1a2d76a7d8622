/** The host of `HOST:PORT`, `HOST` or `[ADDRESS]:PORT`, without brackets. */
export const endpointHost = (endpoint: string): string => endpoint.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
