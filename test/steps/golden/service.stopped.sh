# service firewalld disabled and stopped
changes() {
np_unit firewalld
case $np_state in *LoadState=not-found*) exit ;; esac
np_tell_unit firewalld UnitFileState disabled disabled masked static indirect generated linked ''
np_tell_unit firewalld ActiveState inactive inactive failed
case $np_state in *NeedDaemonReload=yes*) np_tell firewalld 'loaded before its unit files changed' reloaded ;; esac
! np_owed firewalld || np_tell firewalld 'restart pending' restarted
}
check() {
! np_owed firewalld &&
np_unit firewalld && set -- $np_state &&
case " $* " in *' NeedDaemonReload=no '*) ;; *) false ;; esac &&
case " $* " in *' UnitFileState=disabled '* | *' UnitFileState=masked '* | *' UnitFileState=static '* | *' UnitFileState=indirect '* | *' UnitFileState=generated '* | *' UnitFileState=linked '* | *' UnitFileState= '*) ;; *) false ;; esac &&
case " $* " in *' ActiveState=inactive '* | *' ActiveState=failed '*) ;; *) false ;; esac
}
apply() {
systemctl daemon-reload
np_remember unit firewalld "$(systemctl show -p ActiveState -p UnitFileState firewalld | tr '\n' ' ')$NP_NL"'wanted disabled stopped'
systemctl stop firewalld
systemctl disable firewalld
np_paid firewalld
}
