# service kubelet enabled
check() {
! np_owed kubelet &&
np_unit kubelet && set -- $np_state &&
case " $* " in *' NeedDaemonReload=no '*) ;; *) false ;; esac &&
case " $* " in *' LoadState=loaded '*) ;; *) false ;; esac &&
case " $* " in *' UnitFileState=enabled '* | *' UnitFileState=static '* | *' UnitFileState=alias '* | *' UnitFileState=indirect '* | *' UnitFileState=generated '*) ;; *) false ;; esac
}
apply() {
systemctl daemon-reload
np_remember unit kubelet "$(systemctl show -p ActiveState -p UnitFileState kubelet | tr '\n' ' ')$NP_NL"'wanted enabled'
systemctl enable kubelet
! np_owed kubelet || systemctl try-restart kubelet
np_paid kubelet
}
