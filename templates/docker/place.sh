#!/bin/sh
# djdock
# Which place on this machine this is, for `make env`: place.sh FILE-OF-SECRETS PROJECT…
# Two clones, or two projects of one name, must not share containers, volumes and passwords: the first has the names that
# the compose files say, a further one adds its own STACK_PLACE, which stands in the file of secrets. Another work tree of
# the same repository, or a folder that was moved, is no further place. Prints the line that is to stand in the file.
# PLACE says it: new, here, or the suffix that this place had.
set -eu

env=$1
shift
make=${MAKE_COMMAND:-make}

say() {
    printf '%s\n' "$@" >&2
}

refuse() {
    say "$@"
    exit 1
}

# What all work trees of one repository have in common; without git, the folder itself. git itself would not say it of
# another user's.
home() (
    cd "$1" || exit
    # A compose file may stand below the repository's root.
    above=$(pwd -P)
    while [ "$above" != / ] && [ ! -e "$above/.git" ]; do above=$(dirname "$above"); done
    [ ! -e "$above/.git" ] || cd "$above"
    if [ -d .git ]; then
        cd .git
    elif [ -f .git ]; then
        cd "$(sed -n 's/^gitdir: //p' .git)"
    fi
    [ ! -f commondir ] || cd "$(cat commondir)"
    pwd -P
)

# Whether a folder is no more; one that may not be looked into is.
is_gone() (
    above=$1
    [ ! -e "$above" ] || exit 1
    while [ ! -e "$above" ]; do above=$(dirname "$above"); done
    [ -x "$above" ]
)

here=$(home .)

# The secrets of another work tree of this repository: it is one stack.
if [ ! -e "$env" ]; then
    { dirname "$here"; git worktree list --porcelain 2>/dev/null | sed -n 's/^worktree //p'; } | while IFS= read -r tree; do
        if [ -e "$tree/$env" ] && [ "$(home "$tree")" = "$here" ]; then
            cp -p "$tree/$env" "$env"
            say "$env is a copy of $tree/$env: the work trees of a repository run the same stacks."
            break
        fi
    done
fi

# Whatever the engine knows is asked once it answers.
docker version >/dev/null 2>&1 || exit 0

# The folders from which containers of a compose project were started: `other` and its name, or `own`.
whose() {
    docker ps --all --filter "label=com.docker.compose.project=$1" \
        --format '{{.Label "com.docker.compose.project.working_dir"}}' | sort -u | while IFS= read -r folder; do
        if [ -z "$folder" ]; then
            continue
        elif is_gone "$folder" || [ "$(home "$folder")" = "$here" ]; then
            echo own
        else
            echo "other $folder"
        fi
    done
}

# The folder of another place that runs one of some compose projects with a suffix.
other_of() {
    suffix=$1
    shift
    for project; do whose "$project$suffix"; done | sed -n 's/^other //p' | tail -n 1
}

place=$(sed -n 's/^STACK_PLACE=//p' "$env" 2>/dev/null | tail -n 1)
decided=$(grep -c '^STACK_PLACE=' "$env" 2>/dev/null || true)
other=$(other_of "$place" "$@")
own=$(for project; do whose "$project$place"; done | sed -n '/^own$/p' | head -n 1)
volumes=$(for project; do docker volume ls --quiet --filter "label=com.docker.compose.project=$project$place"; done)
volumes=$(printf '%s\n' "$volumes" | tr '\n' ' ' | sed 's/ *$//')

# Whether some of the data may be older than the file, which is edited now and then: its passwords would be others.
is_older() {
    [ -e "$env" ] || return 0
    for volume in $volumes; do
        # To the end of that second: the engine does not say more.
        made=$(docker volume inspect --format '{{.CreatedAt}}' "$volume" | sed 's/\(:[0-9][0-9]\)\([Z+-]\)/\1.999\2/')
        newer=$(find "$env" -newermt "$made" 2>/dev/null) || return 0
        [ -z "$newer" ] || return 0
    done
    return 1
}

# The suffixes of further places that this may have been: of data that no other place runs.
formers() {
    docker volume ls --format '{{.Label "com.docker.compose.project"}}' | sort -u | while IFS= read -r found; do
        for project; do
            case $found in
            "$project"-????)
                [ -n "$(other_of '' "$found")" ] || echo "${found#"$project"}"
                ;;
            esac
        done
    done | sort -u
}

further() {
    place=-$(head -c 512 /dev/urandom | LC_ALL=C tr -dc 'a-z0-9' | cut -c 1-4)
    say "This place is a further one on this machine: its stacks are$(printf " %s$place" "$@") (STACK_PLACE in $env)."
    echo "STACK_PLACE=$place"
}

passwords=${PASSWORDS:+", then $PASSWORDS"}
case ${PLACE:-} in
new)
    [ -z "$own" ] || refuse "This place runs stacks as it is: $make down first. Their data stays:" " $volumes"
    further "$@"
    ;;
here)
    [ -z "$other" ] || refuse "These stacks are run in $other, which is another project or clone: \`make down\` there first."
    echo "STACK_PLACE=$place"
    ;;
-????)
    other=$(other_of "$PLACE" "$@")
    [ -z "$other" ] || refuse "The stacks with $PLACE are run in $other, which is another project or clone."
    echo "STACK_PLACE=$PLACE"
    ;;
*)
    if [ "${decided:-0}" -gt 0 ]; then
        [ -z "$other" ] || refuse "$env names the stacks of $other, which is another project or clone." \
            "For stacks of this place's own: $make env PLACE=new"
    elif [ -n "$own" ] && [ -z "$other" ] && [ -e "$env" ]; then
        echo "STACK_PLACE="
    else
        formers=$(formers "$@")
        if [ -n "$formers" ]; then
            refuse "This machine has data of these stacks that no place runs, under these suffixes:" "$formers" \
                "If one was this place's: $make env PLACE=$(echo "$formers" | head -n 1)$passwords, where its $env is lost" \
                "If none was: $make env PLACE=new"
        elif [ -n "$other" ]; then
            say "$other runs stacks of the same name."
            further "$@"
        elif [ -n "$own$volumes" ] && is_older; then
            refuse "This machine has data of these stacks already, whose passwords may be others than those of $env: $volumes" \
                "It is this site's: bring the old $env back, or: $make env PLACE=here$passwords" \
                "It is another site's: $make env PLACE=new"
        else
            echo "STACK_PLACE="
        fi
    fi
    ;;
esac
