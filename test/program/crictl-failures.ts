/** What crictl of a version printed last when a pull failed, without a terminal unless it says so, and what is to come of it. */
export interface CrictlFailure {
  readonly crictl: string
  readonly what: string
  readonly said: string
  readonly reason: string
  readonly tries: number
  readonly advice: string
}

const account = 'authentication failed: see auth of that registry or mirror'
const authority = 'its certificate is by an authority that this host does not know'
const missing = 'no registry that was asked has it'
const names = 'names are not resolved on this host'
const reach = 'see that this host can reach that registry'

const fatal = (message: string) => `time="2026-11-28T10:00:00Z" level=fatal msg=${JSON.stringify(message)}\n`
/** From 1.23 on the client's own complaint comes before, with the whole reason in it. */
const klog = (error: string, message: string) =>
  `E1128 10:00:00.123456    1234 remote_image.go:180] "PullImage from image service failed" err=${JSON.stringify(error)} image="r.example/app:1"\n${fatal(message)}`

const lookup = 'Get "https://r.example/v2/": dial tcp: lookup r.example on 10.0.0.2:53: no such host'
const x509 = 'Get "https://r.example/v2/": x509: certificate signed by unknown authority'
const source = 'initializing source docker://r.example/app:1'
const containerd = 'failed to pull and unpack image "r.example/app:1": failed to resolve reference "r.example/app:1"'

export const crictlFailures: readonly CrictlFailure[] = [
  {
    ...{ crictl: '1.20', what: 'CRI-O, no such manifest', tries: 1, advice: missing },
    said: fatal(
      'pulling image failed: rpc error: code = Unknown desc = Error reading manifest 1 in r.example/app: manifest unknown: manifest unknown',
    ),
    reason: 'Error reading manifest 1 in r.example/app: manifest unknown: manifest unknown',
  },
  {
    ...{ crictl: '1.20', what: 'on a terminal, containerd, no account', tries: 1, advice: account },
    said: `FATA[0002] pulling image failed: rpc error: code = Unknown desc = ${containerd}: failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized \n`,
    reason: 'failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized',
  },
  {
    ...{ crictl: '1.20', what: 'CRI-O, unknown authority', tries: 1, advice: authority },
    said: fatal(
      `pulling image failed: rpc error: code = Unknown desc = error pinging docker registry r.example: ${x509}`,
    ),
    reason: `error pinging docker registry r.example: ${x509}`,
  },
  {
    ...{ crictl: '1.24', what: 'CRI-O, several errors of a registry', tries: 1, advice: account },
    said: klog(
      'rpc error: code = Unknown desc = reading manifest 1 in r.example/app: errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n',
      'pulling image: rpc error: code = Unknown desc = reading manifest 1 in r.example/app: errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n',
    ),
    reason:
      'reading manifest 1 in r.example/app: errors: denied: requested access to the resource is denied unauthorized: authentication required',
  },
  {
    ...{ crictl: '1.24', what: 'CRI-O, no such host', tries: 1, advice: names },
    said: klog(
      `rpc error: code = Unknown desc = pinging container registry r.example: ${lookup}`,
      `pulling image: rpc error: code = Unknown desc = pinging container registry r.example: ${lookup}`,
    ),
    reason: `pinging container registry r.example: ${lookup}`,
  },
  {
    ...{ crictl: '1.30', what: 'containerd, no such image', tries: 1, advice: missing },
    said: klog(
      `rpc error: code = NotFound desc = ${containerd}: r.example/app:1: not found`,
      `pulling image: ${containerd}: r.example/app:1: not found`,
    ),
    reason: 'r.example/app:1: not found',
  },
  {
    ...{ crictl: '1.30', what: 'containerd, a server that is ill', tries: 3, advice: reach },
    said: klog(
      `rpc error: code = Unknown desc = ${containerd}: unexpected status from HEAD request to https://r.example/v2/app/manifests/1: 503 Service Unavailable`,
      `pulling image: ${containerd}: unexpected status from HEAD request to https://r.example/v2/app/manifests/1: 503 Service Unavailable`,
    ),
    reason: 'unexpected status from HEAD request to https://r.example/v2/app/manifests/1: 503 Service Unavailable',
  },
  {
    ...{ crictl: '1.36', what: 'CRI-O, no such manifest', tries: 1, advice: missing },
    said: fatal(
      `pulling image: unable to pull image or OCI artifact: pull image err: ${source}: reading manifest 1 in r.example/app: manifest unknown; artifact err: get manifest: build image source: reading manifest 1 in r.example/app: manifest unknown`,
    ),
    reason: `${source}: reading manifest 1 in r.example/app: manifest unknown`,
  },
  {
    ...{ crictl: '1.36', what: 'CRI-O, unknown authority', tries: 1, advice: authority },
    said: fatal(`pulling image: unable to pull image: ${source}: pinging container registry r.example: ${x509}`),
    reason: `${source}: pinging container registry r.example: ${x509}`,
  },
  {
    ...{ crictl: '1.36', what: 'CRI-O, a wrong password', tries: 1, advice: account },
    said: fatal(
      `pulling image: unable to pull image: ${source}: unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password`,
    ),
    reason: `${source}: unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password`,
  },
  {
    ...{ crictl: '1.36', what: 'CRI-O, a token service that refuses', tries: 1, advice: account },
    said: fatal(
      `pulling image: unable to pull image: ${source}: requesting bearer token: invalid status code from registry 401 (Unauthorized)`,
    ),
    reason: `${source}: requesting bearer token: invalid status code from registry 401 (Unauthorized)`,
  },
  {
    ...{ crictl: '1.36', what: 'CRI-O, no such host', tries: 1, advice: names },
    said: fatal(`pulling image: unable to pull image: ${source}: pinging container registry r.example: ${lookup}`),
    reason: `${source}: pinging container registry r.example: ${lookup}`,
  },
  {
    ...{ crictl: '1.36', what: 'CRI-O, a connection that is refused', tries: 3, advice: reach },
    said: fatal(
      `pulling image: unable to pull image: ${source}: pinging container registry r.example: Get "https://r.example/v2/": dial tcp 10.0.0.9:443: connect: connection refused`,
    ),
    reason: `${source}: pinging container registry r.example: Get "https://r.example/v2/": dial tcp 10.0.0.9:443: connect: connection refused`,
  },
]
