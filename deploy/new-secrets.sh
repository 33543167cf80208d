#!/bin/sh
# Make the passwords of both stores and their ACL files: deploy/new-secrets.sh [DIRECTORY]
#
# The files are readable for all because containers run as other users than you; the
# directory around them is readable for you alone.
set -eu
here=$(dirname "$0")
secrets=${1:-$here/secrets}
umask 077
mkdir "$secrets"
for store in vault ledger; do
    password=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
    digest=$(printf %s "$password" | sha256sum | cut -d ' ' -f 1)
    printf '%s\n' "$password" > "$secrets/${store}_password"
    sed "s/PASSWORD_SHA256/$digest/" "$here/$store.acl" > "$secrets/${store}_acl"
done
chmod 0444 "$secrets"/*
echo "made $secrets"
