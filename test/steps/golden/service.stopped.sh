# service firewalld disabled and stopped
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
