#!/bin/sh
# Stands before runc and crun where the machine keeps CAP_SYS_RESOURCE from the lab, as some CI machines do: a container
# can't be given it, nor a negative OOM score, so both are taken out of what the runtime reads first.
name=${0##*/}
bundle=. command= process= previous=
for argument in "$@"; do
  case $argument in create | run | restore | exec) command=${command:-$argument} ;; esac
  case $previous in
    --bundle | -b) bundle=$argument ;;
    --process | -p) process=$argument ;;
  esac
  previous=$argument
done
case $command in
  '') file= ;;
  exec) file=$process ;;
  *) file=$bundle/config.json ;;
esac
if [ -n "$file" ] && [ -f "$file" ]; then
  sed -i -e 's/"oomScoreAdj": *-[0-9]*/"oomScoreAdj":0/g' \
    -e 's/"CAP_SYS_RESOURCE", *//g' -e 's/,\{0,1\} *"CAP_SYS_RESOURCE"//g' "$file"
fi
# The packages' own programs are where dpkg was told to put them; where there is no dpkg, this script is found before them.
for real in "/usr/lib/lab/$name" "/usr/sbin/$name" "/usr/bin/$name"; do
  if [ -x "$real" ] && ! [ "$real" -ef "$0" ]; then exec "$real" "$@"; fi
done
echo "$name is not installed" >&2
exit 127
