#!/bin/sh
# Brings out a version under the guard of Vigie, and takes it back when the measured figures say so.
#
#   guarded-deploy.sh VERSION DEPLOY ROLLBACK
#
# DEPLOY and ROLLBACK are commands. In the environment:
#   VIGIE_URL         address of the collector, such as https://status.example.com
#   VIGIE_TOKEN       a token of it: vigie token create --name ci --scope deployments
#   VIGIE_COMPONENTS  components deployed to, apart by spaces; default: all
#   GUARD_FOR         how long the version is watched once it is out; default: 30m
#   VIGIE             how the command line is run; default: npx --yes vigie
#
# Exits 0 when the version is out and kept within every limit, 1 when it was taken back.
set -eu

version=$1 deploy=$2 rollback=$3
case $version in
  '' | *[!A-Za-z0-9._+/-]*)
    echo "a version is letters, digits and . _ + / -" >&2
    exit 2
    ;;
esac

# The token reaches curl by a pipe: arguments are seen by everybody on the machine.
post() {
  printf 'header = "Authorization: Bearer %s"\n' "$VIGIE_TOKEN" |
    curl --config - --fail --silent --show-error --retry 3 --request POST \
      --header 'Content-Type: application/json' --data "$2" "${VIGIE_URL%/}/api/v1/deployments$1"
}

components=''
for component in ${VIGIE_COMPONENTS:-}; do
  components="$components${components:+,}\"$component\""
done
started=$(post '' "{\"version\":\"$version\"${components:+,\"components\":[$components]}}")
id=$(printf '%s' "$started" | sed -n 's/.*"id":"\([a-z0-9]*\)".*/\1/p')
echo "deployment $id of $version"

if ! sh -c "$deploy"; then
  echo "the deployment of $version failed" >&2
  sh -c "$rollback"
  post "/$id/finish" '{"outcome":"failed"}' >/dev/null
  exit 1
fi

# Exits 0 only where everything that should be known is, and is within its limit.
if ${VIGIE:-npx --yes vigie} deploy guard "$id" --for "${GUARD_FOR:-30m}" --url "$VIGIE_URL"; then
  post "/$id/finish" '{"outcome":"succeeded"}' >/dev/null
else
  echo "taking $version back" >&2
  sh -c "$rollback"
  post "/$id/finish" '{"outcome":"rolled_back"}' >/dev/null
  exit 1
fi
