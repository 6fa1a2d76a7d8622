#!/usr/bin/env bash
# Brings up three hosts on this machine and makes a Kubernetes cluster of them. Installs what it needs. As root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

lab=quickstart
need_programs ssh:openssh-client ip:iproute2
need_node
need_node_modules
npm run --silent build

# The hosts of an earlier run are taken as they are: what holds on them already is left alone.
npx tsx test/lab/cli.ts status | grep -x "lab $lab" >/dev/null || npx tsx test/lab/cli.ts up --id "$lab"
inside() { nsenter --net="/run/nodeprep-lab/$lab/netns" "$@"; }

began=$SECONDS
inside node dist/nodeprep.js apply docs/examples/quickstart/cluster.yaml --yes
took=$((SECONDS - began))

npx tsx test/lab/cli.ts exec --id "$lab" cp1 kubectl get nodes -o wide
cat <<END

The nodes are Ready; that took $took s. Have a look around:
  npm run lab -- ssh --id $lab cp1
Remove it all:
  npm run lab -- down --id $lab
END
