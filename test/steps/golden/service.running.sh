# service crio.service enabled and running
changes() {
np_unit crio.service
case $np_state in *LoadState=not-found*) exit ;; esac
np_told=$(np_tell_unit crio.service LoadState 'loaded, not masked' loaded)
[ -z "$np_told" ] || { printf '%s\n' "$np_told"; exit; }
np_tell_unit crio.service UnitFileState enabled enabled static alias indirect generated
np_tell_unit crio.service ActiveState active active reloading
case $np_state in *NeedDaemonReload=yes*) np_tell crio.service 'loaded before its unit files changed' reloaded ;; esac
! np_owed crio.service || np_tell crio.service 'restart pending' restarted
}
check() {
! np_owed crio.service &&
np_unit crio.service && set -- $np_state &&
case " $* " in *' NeedDaemonReload=no '*) ;; *) false ;; esac &&
case " $* " in *' LoadState=loaded '*) ;; *) false ;; esac &&
case " $* " in *' UnitFileState=enabled '* | *' UnitFileState=static '* | *' UnitFileState=alias '* | *' UnitFileState=indirect '* | *' UnitFileState=generated '*) ;; *) false ;; esac &&
case " $* " in *' ActiveState=active '* | *' ActiveState=reloading '*) ;; *) false ;; esac
}
apply() {
systemctl daemon-reload
np_remember unit crio.service "$(systemctl show -p ActiveState -p UnitFileState crio.service | tr '\n' ' ')$NP_NL"'wanted enabled started'
case $(systemctl show -p UnitFileState crio.service) in
*=masked-runtime) systemctl unmask --runtime crio.service ;;
*=masked) systemctl unmask crio.service ;;
esac
systemctl enable crio.service
if np_owed crio.service; then np_verb=restart; else np_verb=start; fi
systemctl reset-failed crio.service 2>/dev/null || :
systemctl "$np_verb" crio.service || {
systemctl status --no-pager --full --lines=20 crio.service >&2 || :
np_fail "systemctl $np_verb" crio.service 'failed; its status and last lines of log are above'
}
np_paid crio.service
}
