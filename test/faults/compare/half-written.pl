# Reads files over and over and prints each content that differs from the one seen before: NAME CONTENT, both in hex, or a
# dash where nothing is. Arguments: mark, files. Ends when the mark, which it makes after its first round, is gone.
use strict;
$| = 1;
my ($mark, @files) = @ARGV;
my (%last, $rounds);
sub look {
  for my $file (@files) {
    my $now = '-';
    if (open my $in, '<', $file) {
      local $/;
      my $text = <$in>;
      $now = 'x' . unpack 'H*', defined $text ? $text : '';
    }
    next if defined $last{$file} && $last{$file} eq $now;
    $last{$file} = $now;
    print unpack('H*', $file), " $now\n";
  }
}
look();
open my $made, '>', $mark or die "$mark: $!";
close $made;
do { select undef, undef, undef, 0.0005; look(); $rounds++ } while -e $mark;
print "rounds $rounds\n";
