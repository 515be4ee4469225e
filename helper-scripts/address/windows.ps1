# Gives 169.254.169.254 to the loopback interface, for good, like "metafob address install".
# Nothing is redirected: on Windows port 80 needs no privilege, so Metafob listens there itself:
#   metafob serve --host 169.254.169.254 --port 80
# Run it as administrator:
#   windows.ps1 install
#   windows.ps1 remove
# NOT TESTED: this script has never run on Windows.
param(
  [Parameter(Mandatory)]
  [ValidateSet('install', 'remove')]
  [string] $Action
)
$ErrorActionPreference = 'Stop'
$interface = 'Loopback Pseudo-Interface 1'

if ($Action -eq 'install') {
  netsh.exe interface ipv4 add address $interface 169.254.169.254 255.255.255.255
} else {
  netsh.exe interface ipv4 delete address $interface 169.254.169.254
}
exit $LASTEXITCODE
