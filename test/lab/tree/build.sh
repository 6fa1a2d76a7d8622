#!/bin/sh
# Builds a tree with mmdebstrap into a folder beside its final one and renames it when it is complete.
# $1: final folder, $2: suite, $3: file of apt sources or empty, $4: scripts, blank-separated; then options of mmdebstrap.
# Run under flock: whoever came second finds the tree made.
set -eu
final=$1 suite=$2 sources=$3 scripts=$4
shift 4
if [ -d "$final" ]; then exit 0; fi
rm -rf "$final".building
mmdebstrap --mode=root --variant=apt --quiet "$@" "$suite" "$final.building" ${sources:+"$sources"}
for script in $scripts; do
  sh "$script" "$final.building"
done
mv "$final.building" "$final"
