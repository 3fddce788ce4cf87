#!/bin/sh
# djdock
# Which place on this machine this is, for `make env`: place.sh FILE-OF-SECRETS PROJECT…
# Two clones, or two projects of one name, must not share containers, volumes and passwords: the first has the names that
# the compose files say, a further one adds its own STACK_PLACE, which stands in the file of secrets. Another work tree of
# the same repository, or a folder that was moved, is no further place. Prints the line that is to stand in the file.
set -eu

env=$1
shift

say() {
    printf '%s\n' "$@" >&2
}

# What all work trees of one repository have in common; without git, the folder itself.
home() (
    cd "$1" || exit
    cd "$(git rev-parse --git-common-dir 2>/dev/null || echo .)" && pwd -P
)

if [ ! -e "$env" ]; then
    git worktree list --porcelain 2>/dev/null | sed -n 's/^worktree //p' | while IFS= read -r tree; do
        [ -e "$tree/$env" ] || continue
        cp -p "$tree/$env" "$env"
        say "$env is a copy of $tree/$env: the work trees of a repository run the same stacks."
        break
    done
fi

# Whatever the engine knows is asked once it answers.
docker version >/dev/null 2>&1 || exit 0

place=$(sed -n 's/^STACK_PLACE=//p' "$env" 2>/dev/null | tail -n 1)
decided=$(grep -c '^STACK_PLACE=' "$env" 2>/dev/null || true)
own='' other='' volumes=''
for project; do
    label=label=com.docker.compose.project=$project$place
    volumes="$volumes $(docker volume ls --quiet --filter "$label" | tr '\n' ' ')"
    folders=$(docker ps --all --filter "$label" --format '{{.Label "com.docker.compose.project.working_dir"}}' | sort -u)
    while IFS= read -r folder; do
        if [ -z "$folder" ]; then
            continue
        elif [ -d "$folder" ] && [ "$(home "$folder")" != "$(home .)" ]; then
            other=$folder
        else
            own=1
        fi
    done <<END
$folders
END
done
volumes=$(printf %s "$volumes" | tr -s ' ')

# Whether some of the data is older than the file: its passwords are then of another one, or the file was edited since.
is_older() {
    [ -e "$env" ] || return 0
    for volume in $volumes; do
        # To the end of that second: the engine does not say more.
        made=$(docker volume inspect --format '{{.CreatedAt}}' "$volume" | sed 's/\(:[0-9][0-9]\)\([Z+-]\)/\1.999\2/')
        [ -z "$(find "$env" -newermt "$made" 2>/dev/null)" ] || return 0
    done
    return 1
}

further() {
    place=-$(head -c 512 /dev/urandom | LC_ALL=C tr -dc 'a-z0-9' | cut -c 1-4)
    say "This place is a further one on this machine: its stacks are$(printf " %s$place" "$@") (STACK_PLACE in $env)."
    echo "STACK_PLACE=$place"
}

case ${PLACE:-} in
new)
    further "$@"
    ;;
here)
    if [ -n "$other" ]; then
        say "These stacks are run in $other, which is another project or clone: \`make down\` there first."
        exit 1
    fi
    echo "STACK_PLACE=$place"
    ;;
*)
    if [ -n "$other" ] && [ "${decided:-0}" -gt 0 ]; then
        say "$env names the stacks of $other, which is another project or clone." \
            "For stacks of this place's own: make env PLACE=new"
        exit 1
    elif [ -n "$other" ]; then
        say "$other runs stacks of the same name."
        further "$@"
    elif [ "${decided:-0}" -gt 0 ]; then
        :
    elif [ -z "$own${volumes# }" ] || { [ -n "$own" ] && [ -e "$env" ]; } || ! is_older; then
        echo "STACK_PLACE="
    else
        say "This machine has data of these stacks that is older than $env, so that its passwords are others:$volumes" \
            "It is this site's: bring the old $env back, or: make env PLACE=here && make passwords" \
            "It is another site's: make env PLACE=new"
        exit 1
    fi
    ;;
esac
