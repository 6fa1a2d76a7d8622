# Sourced by the other scripts: sees to Node's packages and to Debian's, on a fresh Debian or Ubuntu as root.

die() {
  echo "$*" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || die 'Run this as root: hosts for trying things out need namespaces, mounts and cgroups of their own.'
command -v npm >/dev/null || die 'Node 20.19 or later with npm is needed.'
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
  die "Node 20.19 or later is needed; this is $(node --version)."

# need_programs PROGRAM:PACKAGE…  installs the packages of programs that are not there.
need_programs() {
  local pair missing=()
  for pair; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  # What would start services of its own asks for the runlevel.
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  apt-get -q -o DPkg::Lock::Timeout=600 update
  apt-get -q -y -o DPkg::Lock::Timeout=600 install --no-install-recommends "${missing[@]}"
}

# Installs exactly what package-lock.json says, unless that was done since it last changed.
need_node_modules() {
  [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund
}
