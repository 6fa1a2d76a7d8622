# Sourced by the other scripts: sees to Node's packages and to Debian's, on a fresh Debian or Ubuntu as root.

die() {
  echo "$*" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || die 'Run this as root: hosts for trying things out need namespaces, mounts and cgroups of their own.'
command -v npm >/dev/null || die 'Node and npm are needed.'

# use_node VERSION  puts that Node first in PATH. npm brings it as a package; it is kept in the user's cache folder.
use_node() {
  local cpu folder
  case $(uname -m) in x86_64) cpu=x64 ;; aarch64) cpu=arm64 ;; *) die "no package of Node $1 for $(uname -m)" ;; esac
  folder=${XDG_CACHE_HOME:-$HOME/.cache}/nodeprep-node/$1
  [ -x "$folder/node_modules/node-linux-$cpu/bin/node" ] ||
    npm install --silent --no-save --prefix "$folder" "node-linux-$cpu@$1"
  PATH=$folder/node_modules/node-linux-$cpu/bin:$PATH
  [ "$(node --version)" = "v$1" ] || die "Node $1 does not start."
}

# Node 22.13 is what the product needs; a machine with an older one gets another for this alone.
need_node() {
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b >= 13) ? 0 : 1)' ||
    use_node "$NODE_24"
}

# Both of the releases that are supported; tests run on them.
NODE_22=22.23.5 NODE_24=24.22.3

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

# What tests need beside Node.
need_test_programs() {
  need_programs sshd:openssh-server ssh:openssh-client busybox:busybox gpg:gpg sysctl:procps modprobe:kmod \
    sudo:sudo script:bsdutils ip:iproute2 curl:curl buildah:buildah rpm:rpm
}
