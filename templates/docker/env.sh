#!/bin/sh
# djdock
# env.sh FILE PROJECT...: FILE gets what .env.sample names and it lacks; what is there stays.
# Two clones, or two projects of one name, must not share containers and volumes: on a machine the first has the plain
# names, a further one those with the STACK_PLACE of its FILE. PLACE=new, here, or such a suffix decides it by hand.
set -eu
umask 077
env=$1 make=${MAKE_COMMAND:-make} label=com.docker.compose.project
shift
say() { printf '%s\n' "$@" >&2; }
refuse() { say "$@"; exit 1; }
ask_git() { git -c safe.directory='*' "$@" 2>/dev/null; } # also of another user's repository
# What all work trees of a repository have in common; without git, the folder.
home() (cd "$1" 2>/dev/null && cd "$(ask_git rev-parse --git-common-dir || echo .)" && pwd -P)
here=$(home .)

[ -e "$env" ] || ask_git worktree list --porcelain | sed -n 's/^worktree //p' | while IFS= read -r tree; do
    [ ! -e "$tree/$env" ] || { cp -p "$tree/$env" "$env" && say "$env is a copy of $tree/$env: one stack" && break; }
done

# Which volumes the stacks with a suffix have, and whose they are: ours too, where their folder is no more.
look() {
    place=$1 && shift
    volumes=$(for name; do docker volume ls --quiet --filter "label=$label=$name$place"; done)
    found=$(for name; do
        docker ps --all --filter "label=$label=$name$place" --format "{{.Label \"$label.working_dir\"}}"
    done | while IFS= read -r folder; do
        above=$folder
        while [ ! -e "$above" ]; do above=$(dirname "$above"); done
        [ "$(home "$folder")" != "$here" ] && { [ "$above" = "$folder" ] || [ ! -x "$above" ]; } || folder=ours
        echo "$folder"
    done)
    theirs=$(echo "$found" | grep -vx ours | tail -n 1)
}
further() {
    suffix=-$(printf %s "$1$here" | cksum | cut -c 1-4) && shift
    look "$suffix" "$@"
    say "This place is a further one on this machine: its stacks are$(printf " %s$place" "$@") (STACK_PLACE in $env)."
}

if docker version >/dev/null 2>&1; then
    compose=$( (docker compose version --short || docker-compose version --short) 2>/dev/null || true)
    [ "$(printf '%s\n' 2.20.2 "${compose#v}" | sort -V | head -n 1)" = 2.20.2 ] ||
        refuse "Docker Compose 2.20.2 or newer is needed, as docker compose or docker-compose."
    look "$(sed -n 's/^STACK_PLACE=//p' "$env" 2>/dev/null | tail -n 1)" "$@"
    case ${PLACE:-$(grep -o '^STACK_PLACE=' "$env" 2>/dev/null)} in
    new)
        ! echo "$found" | grep -qx ours || refuse "This place runs stacks as it is: $make down first. Kept:" "$volumes"
        further "$(date)" "$@" ;;
    here | -???? | STACK_PLACE=*)
        [ "${PLACE:-here}" = here ] || look "$PLACE" "$@"
        [ -z "$theirs" ] || refuse "These stacks are run in $theirs, another project or clone: make down there first," \
            "or for stacks of this place's own: $make env PLACE=new" ;;
    *)
        [ -z "$theirs" ] || further "" "$@"
        [ -z "$found$volumes" ] || { [ -e "$env" ] && [ -n "$found" ]; } || refuse \
            "This machine has data of these stacks already, with passwords that may be others than $env's:" "$volumes" \
            "It is this site's: bring the old $env back, or: $make env PLACE=${place:-here}, then $make passwords" \
            "It is another site's: $make env PLACE=new" ;;
    esac
fi

# Secrets reach awk by its environment: everybody on this machine can read arguments.
rewrite() { new=$(mktemp) && awk "$1" "$env" >"$new" && cat "$new" >"$env" && rm "$new"; }
mkdir -p data # prepare reads it with the rights of your group
find data -path data/backups -prune -o -exec chgrp "$(id -g)" {} + -exec chmod g+rX {} + 2>/dev/null || true
[ -e "$env" ] || fresh=yes
touch "$env"
[ -z "$(tail -c 1 "$env")" ] || echo >>"$env"
while IFS= read -r line; do
    export key="${line%%=*}" value="${line#*=}"
    case $line in
    '# secret: '*) length=${line#'# secret: '} && length=${length%% *} && continue ;;
    '' | '#'*) [ -z "${fresh:-}" ] || echo "$line" >>"$env"; continue ;;
    HOST_UID=) value=$(id -u) ;;
    HOST_GID=) value=$(id -g) ;;
    *=) [ -z "${length:-}" ] || value=$(LC_ALL=C tr -dc 'A-Za-z0-9_' </dev/urandom | head -c "$length") ;;
    esac
    length=
    if grep -Eq "^ *(export +)?$key *=" "$env"; then
        { [ -n "$value" ] && grep -qx "$key=" "$env"; } || continue
        # shellcheck disable=SC2016
        rewrite '$0 == ENVIRON["key"] "=" { $0 = $0 ENVIRON["value"] } { print }'
    elif grep -q "^# removed: $key=" "$env"; then
        # shellcheck disable=SC2016
        rewrite 'index($0, "# removed: " ENVIRON["key"] "=") == 1 { $0 = substr($0, 12) } { print }'
    else
        printf '%s=%s\n' "$key" "$value" >>"$env"
    fi
    say "$key is in $env now"
done <.env.sample
[ -z "${place+known}" ] || grep -qx "STACK_PLACE=$place" "$env" || {
    rewrite '!/^STACK_PLACE=/' && echo "STACK_PLACE=$place" >>"$env"
}
