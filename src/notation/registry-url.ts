/** A server of registries as a URL names it. */
export interface RegistryUrl {
  readonly scheme: 'https' | 'http'
  /** With the port, if one is written: the runtimes compare it as text. */
  readonly host: string
  /** Without a slash at its end; '' for none. */
  readonly path: string
}

/** Takes a URL apart that validation has let through. */
export function parseRegistryUrl(url: string): RegistryUrl {
  const [, scheme = '', host = '', path = ''] = /^(https?):\/\/([^/]*)(.*)$/.exec(url) ?? []
  return { scheme: scheme === 'http' ? 'http' : 'https', host, path: path.replace(/\/+$/, '') }
}

/** The server in front of a location, `registry.lab:5000` of `registry.lab:5000/docker.io`. */
export function registryHost(location: string): string {
  return location.split('/', 1).join()
}
