/**
 * Stands in for systemctl: a unit is a folder of /run/units with one file a property. Knows exactly the calls that the
 * step kinds make and fails on any other; /run/systemctl.log lists the ones that change something.
 */
export const systemctlDouble = `#!/bin/sh
refuse() { echo "systemctl-double: unexpected: $*" >&2; exit 64; }
get() { cat "/run/units/$1/$2" 2>/dev/null; }
put() { [ -d "/run/units/$1" ] || { echo "Unit $1 not found." >&2; exit 5; }; echo "$3" >"/run/units/$1/$2"; }
verb=$1
case $verb in
  show) ;;
  reset-failed) [ $# -eq 2 ] && exit 0 ;;
  status) [ "$2 $3 $4" = '--no-pager --full --lines=20' ] && [ $# -eq 5 ] || refuse "$@"; echo "status of $5"; exit 3 ;;
  *) echo "$*" >>/run/systemctl.log ;;
esac
case $verb in
  daemon-reload)
    [ $# -eq 1 ] || refuse "$@"
    for unit in /run/units/*/; do [ ! -d "$unit" ] || echo no >"$unit/NeedDaemonReload"; done
    [ ! -e /run/on-reload ] || . /run/on-reload
    exit 0 ;;
  show)
    shift
    wanted=
    while [ "$1" = -p ]; do wanted="$wanted $2 "; shift 2; done
    [ $# -eq 1 ] || refuse "$@"
    # systemd has an order of its own.
    for property in NeedDaemonReload UnitFileState LoadState ActiveState; do
      case $wanted in *" $property "*) ;; *) continue ;; esac
      value=$(get "$1" $property) || case $property in
        LoadState) value=not-found ;; ActiveState) value=inactive ;; NeedDaemonReload) value=no ;; esac
      echo "$property=$value"
    done
    exit 0 ;;
esac
[ $# -eq 2 ] || refuse "$@"
case $verb in
  enable) put "$2" UnitFileState enabled ;;
  disable) put "$2" UnitFileState disabled; rm -f /etc/systemd/system/*.wants/"$2" ;;
  mask) [ ! -e "/etc/systemd/system/$2" ] || refuse "mask of a file: $2"; ln -s /dev/null "/etc/systemd/system/$2" ;;
  unmask) put "$2" UnitFileState disabled; put "$2" LoadState loaded ;;
  stop) put "$2" ActiveState inactive; [ ! -e /run/on-stop ] || . /run/on-stop ;;
  start | restart)
    [ "$(get "$2" Broken)" != yes ] || { put "$2" ActiveState failed; echo "Job for $2 failed." >&2; exit 1; }
    put "$2" ActiveState active ;;
  try-restart) [ -d "/run/units/$2" ] || exit 5 ;;
  *) refuse "$@" ;;
esac
`

/** Shell that makes a unit the double knows. */
export function unit(name: string, properties: Readonly<Record<string, string>> = {}): string {
  const all = {
    LoadState: 'loaded',
    ActiveState: 'inactive',
    UnitFileState: 'disabled',
    NeedDaemonReload: 'no',
    ...properties,
  }
  const files = Object.entries(all).map(([property, value]) => `echo ${value} >/run/units/${name}/${property}`)
  return [`mkdir -p /run/units/${name} /run/systemd/system`, ...files].join('\n')
}
