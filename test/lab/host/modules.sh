#!/bin/sh
# Gives a host's tree the modules of the running kernel. $1: the host's root.
set -eu
modules=$1/lib/modules/$(uname -r)
if [ -d "$modules" ]; then exit 0; fi
mkdir -p "$modules"
if [ -d "/lib/modules/$(uname -r)" ]; then
  mount --rbind "/lib/modules/$(uname -r)" "$modules"
  mount -o remount,bind,ro "$modules"
  exit 0
fi

# A kernel without modules has what it has built in; modprobe believes it when it is listed.
config=$(zcat /proc/config.gz 2>/dev/null || :)
: >"$modules/modules.order"
while read -r option module; do
  case $config in
    '' | *"CONFIG_$option=y"*)
      name=${module##*/}
      echo "kernel/$module.ko"
      printf '%s.file=%s\0%s.license=GPL\0' "$name" "$module" "$name" >&3
      ;;
  esac
done >"$modules/modules.builtin" 3>"$modules/modules.builtin.modinfo" <<'END'
OVERLAY_FS fs/overlayfs/overlay
FUSE_FS fs/fuse/fuse
BRIDGE net/bridge/bridge
BRIDGE_NETFILTER net/bridge/br_netfilter
NF_CONNTRACK net/netfilter/nf_conntrack
NF_NAT net/netfilter/nf_nat
NF_TABLES net/netfilter/nf_tables
NETFILTER_XTABLES net/netfilter/x_tables
IP_NF_IPTABLES net/ipv4/netfilter/ip_tables
IP_NF_FILTER net/ipv4/netfilter/iptable_filter
IP_NF_NAT net/ipv4/netfilter/iptable_nat
IP_VS net/netfilter/ipvs/ip_vs
IP_VS_RR net/netfilter/ipvs/ip_vs_rr
IP_VS_WRR net/netfilter/ipvs/ip_vs_wrr
IP_VS_SH net/netfilter/ipvs/ip_vs_sh
VXLAN drivers/net/vxlan/vxlan
VETH drivers/net/veth
DUMMY drivers/net/dummy
TUN drivers/net/tun
END
chroot "$1" depmod
