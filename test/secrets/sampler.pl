# Reads the arguments and environments of all processes again and again while a file exists, and prints each that is new:
# KIND PID HEX-OF-ARGUMENTS HEX-OF-TEXT. Then how often it looked, and how many processes it saw.
# $ARGV[0]: the file. $ARGV[1]: only processes of this network namespace, as readlink says it; or nothing.
use strict;
use Time::HiRes 'usleep';
my ($flag, $netns) = @ARGV;
my (%seen, %processes);
my $passes = 0;
sub slurp { open my $file, '<', $_[0] or return ''; local $/; my $text = <$file>; return defined $text ? $text : '' }
while (-e $flag) {
  opendir my $proc, '/proc' or die;
  for my $pid (grep { /^\d+$/ && $_ != $$ } readdir $proc) {
    next if $netns && (readlink("/proc/$pid/ns/net") || '') ne $netns;
    my $arguments = slurp("/proc/$pid/cmdline");
    next if $arguments eq '';
    $processes{"$pid $arguments"} = 1;
    print "cmdline $pid ", unpack('H*', $arguments), ' ', unpack('H*', $arguments), "\n" unless $seen{"a$arguments"}++;
    my $environ = slurp("/proc/$pid/environ");
    print "environ $pid ", unpack('H*', $arguments), ' ', unpack('H*', $environ), "\n" unless $environ eq '' || $seen{"e$environ"}++;
  }
  closedir $proc;
  $passes++;
  usleep(4000);
}
print "passes $passes ", scalar(keys %processes), "\n";
