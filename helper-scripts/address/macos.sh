#!/bin/sh
# Makes port 80 of 169.254.169.254 and [fd00:ec2::254] lead to Metafob, until the next start of the Mac.
# “metafob address install” does the same and keeps it. Run it as root:
#   macos.sh install [PORT]    (default 45000)
#   macos.sh remove
# NOT TESTED: this script has never run on a Mac.
set -eu

anchor=com.apple/metafob
token_file=/var/run/org.metafob.address.pf-token

install_address() {
  /sbin/ifconfig lo0 inet 169.254.169.254 netmask 255.255.255.255 alias
  /sbin/ifconfig lo0 inet6 fd00:ec2::254 prefixlen 128 alias
  /sbin/pfctl -a "$anchor" -f - <<END
rdr pass on lo0 inet proto tcp from any to 169.254.169.254 port 80 -> 127.0.0.1 port $port
rdr pass on lo0 inet6 proto tcp from any to fd00:ec2::254 port 80 -> ::1 port $port
block drop in quick on ! lo0 inet from any to 169.254.169.254
block drop in quick on ! lo0 inet6 from any to fd00:ec2::254
END
  # pf counts who enabled it: the token is our claim.
  test -s "$token_file" || /sbin/pfctl -E 2>&1 | /usr/bin/sed -n 's/^Token : //p' > "$token_file"
}

remove_address() {
  /sbin/pfctl -a "$anchor" -F all
  if test -s "$token_file"; then
    /sbin/pfctl -X "$(/bin/cat "$token_file")"
    rm "$token_file"
  fi
  /sbin/ifconfig lo0 inet 169.254.169.254 -alias || true
  /sbin/ifconfig lo0 inet6 fd00:ec2::254 -alias || true
}

port=${2:-45000}
case "$port" in
  *[!0-9]* | '')
    echo "“$port” is not a port number." >&2
    exit 2
    ;;
esac
case "${1:-}" in
  install) install_address ;;
  remove) remove_address ;;
  *)
    echo "Usage: $0 install [PORT] | remove" >&2
    exit 2
    ;;
esac
