#!/bin/sh
# Makes port 80 of 169.254.169.254 and [fd00:ec2::254] lead to Metafob, like “metafob address install”,
# for systems where only a shell is at hand. Needs iproute2 and nftables. Run it as root:
#   linux.sh install [PORT]    (default 45000)
#   linux.sh remove
# The command does more: it looks for conflicts, knows iptables, and changes only what is different.
set -eu

rules_folder=${METAFOB_RULES_FOLDER:-/etc/metafob}
unit_folder=${METAFOB_UNIT_FOLDER:-/etc/systemd/system}
rules=$rules_folder/address.nft
unit=$unit_folder/metafob-address.service

PATH=/usr/sbin:/usr/bin:/sbin:/bin
ip=$(command -v ip)
nft=$(command -v nft)
systemctl=${METAFOB_SYSTEMCTL:-}
if [ -z "$systemctl" ] && [ -d /run/systemd/system ]; then systemctl=$(command -v systemctl); fi

write_rules() {
  mkdir -p "$rules_folder"
  cat > "$rules" <<END
# Made by “metafob address install”; removed by “metafob address remove”.
table inet metafob
delete table inet metafob
table inet metafob {
  chain output {
    type nat hook output priority -110; policy accept;
    ip daddr 169.254.169.254 tcp dport 80 redirect to :$port comment "metafob: 169.254.169.254 port 80 to local port $port"
    ip6 daddr fd00:ec2::254 tcp dport 80 redirect to :$port comment "metafob: fd00:ec2::254 port 80 to local port $port"
  }
  chain prerouting {
    type nat hook prerouting priority -110; policy accept;
  }
  chain input {
    type filter hook input priority -10; policy accept;
    ip daddr 169.254.169.254 iifname != "lo" drop comment "metafob: 169.254.169.254 only from this machine"
    ip6 daddr fd00:ec2::254 iifname != "lo" drop comment "metafob: fd00:ec2::254 only from this machine"
  }
}
END
}

write_unit() {
  cat > "$unit" <<END
# Made by “metafob address install”; removed by “metafob address remove”.
[Unit]
Description=The EC2 instance metadata address on loopback, redirected to Metafob
# Firewall services clear all rules when they start.
After=network-pre.target nftables.service iptables.service netfilter-persistent.service firewalld.service ufw.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=$nft -f $rules
ExecStart=$ip address replace 169.254.169.254/32 dev lo label lo:metafob
ExecStart=$ip address replace fd00:ec2::254/128 dev lo
ExecStop=-$ip address del 169.254.169.254/32 dev lo
ExecStop=-$ip address del fd00:ec2::254/128 dev lo
ExecStop=-$nft delete table inet metafob

[Install]
WantedBy=multi-user.target
END
}

install_address() {
  if "$ip" address show | grep -F ' 169.254.169.254/' | grep -qv 'lo:metafob$'; then
    echo 'Something else gave 169.254.169.254 to this machine already. Nothing was changed.' >&2
    exit 1
  fi
  if grep -qs '^Amazon EC2' /sys/class/dmi/id/sys_vendor; then
    echo 'This is an EC2 instance: it needs its own metadata service. Nothing was changed.' >&2
    exit 1
  fi
  write_rules
  "$nft" -f "$rules"
  "$ip" address replace 169.254.169.254/32 dev lo label lo:metafob
  "$ip" address replace fd00:ec2::254/128 dev lo
  [ -n "$systemctl" ] || return 0
  write_unit
  "$systemctl" daemon-reload
  "$systemctl" enable metafob-address.service
  "$systemctl" restart metafob-address.service
}

remove_address() {
  if [ -e "$unit" ]; then
    [ -z "$systemctl" ] || "$systemctl" disable metafob-address.service
    rm "$unit"
    [ -z "$systemctl" ] || "$systemctl" daemon-reload
  fi
  # A system where nothing is installed stays as it is.
  [ -e "$rules" ] || return 0
  "$ip" address del 169.254.169.254/32 dev lo || true
  "$ip" address del fd00:ec2::254/128 dev lo || true
  "$nft" delete table inet metafob || true
  rm "$rules"
  rmdir "$rules_folder" 2> /dev/null || true
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
