#!/usr/bin/env bash
<%
const { platform, answers } = it;
const name = answers.name || platform.project;
const short = /^[a-z][a-z0-9-]*$/;
const partition = answers.primaryRegion.startsWith('cn-') ? 'aws-cn' : answers.primaryRegion.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
%>
# A drill of the recovery: restores a copy of a database in the other region, out of everybody's reach, and measures.
#
#   drill.sh restore DATABASE    restores, waits, prints the report as Markdown; fails where an objective is missed
#   drill.sh destroy DATABASE    deletes the copy; nothing to delete is well too
#
# DRILL_ID tells drills apart; DR_DRILL_SECURITY_GROUP is the module's output of that name. Needs the AWS CLI and jq.
set -euo pipefail

usage() {
  echo "usage: drill.sh restore|destroy DATABASE" >&2
  exit 2
}

[ $# -eq 2 ] || usage
export AWS_REGION=<%= answers.drRegion %> AWS_PAGER=
case $2 in
<% for (const [key, database] of Object.entries(answers.databases)) { %>
  <%= word(key, short) %>) tier=<%= database.tier %> primary=<%= database.identifier %> ;;
<% } %>
  *)
    echo "no database called $2" >&2
    exit 2
    ;;
esac
case $tier in
  A) rto=<%= answers.rtoMinutesA %> rpo=<%= answers.rpoMinutesA %> ;;
  *) rto=<%= answers.rtoMinutesB %> rpo=<%= answers.rpoMinutesB %> ;;
esac
replica="<%= word(name) %>-$2-dr"
[[ "${DRILL_ID:?}" =~ ^[a-z0-9]{1,15}$ ]] || usage
copy="<%= word(name) %>-drill-$2-$DRILL_ID"

# In a job: its own token for the role of the drill. By hand: the credentials that you have.
log_in() {
  [ -n "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ] || return 0
  local folder credentials
  folder=$(mktemp -d)
  # on standard input, for arguments are everybody's to read
  printf 'Authorization: bearer %s' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
    curl -sSf --retry 3 -H @- "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" | jq -er .value > "$folder/token"
  credentials=$(aws sts assume-role-with-web-identity \
    --role-arn <%= `arn:${partition}:iam::${answers.accountId}:role/${name}-dr-drill` %> \
    --role-session-name "drill-$DRILL_ID" --web-identity-token "file://$folder/token" --duration-seconds 14400 --output json)
  rm -r "$folder"
  AWS_ACCESS_KEY_ID=$(jq -er .Credentials.AccessKeyId <<< "$credentials")
  AWS_SECRET_ACCESS_KEY=$(jq -er .Credentials.SecretAccessKey <<< "$credentials")
  AWS_SESSION_TOKEN=$(jq -er .Credentials.SessionToken <<< "$credentials")
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
}

state() {
  aws rds describe-db-instances --db-instance-identifier "$copy" --query 'DBInstances[0].DBInstanceStatus' --output text
}

restore() {
  local from latest began lost took now
  began=$(date +%s)
  if [ "$tier" = A ]; then
    # the replica's own backups: the replica itself is not touched
    latest=$(aws rds describe-db-instances --db-instance-identifier "$replica" \
      --query 'DBInstances[0].LatestRestorableTime' --output text)
    from=(--source-db-instance-identifier "$replica")
  else
    local backup arn
    backup=$(aws rds describe-db-instance-automated-backups --filters "Name=db-instance-id,Values=$primary" --output json)
    arn=$(jq -er '.DBInstanceAutomatedBackups[0].DBInstanceAutomatedBackupsArn' <<< "$backup")
    latest=$(jq -er '.DBInstanceAutomatedBackups[0].RestoreWindow.LatestTime' <<< "$backup")
    from=(--source-db-instance-automated-backups-arn "$arn")
  fi
  lost=$(((began - $(date -d "$latest" +%s)) / 60))
  aws rds restore-db-instance-to-point-in-time "${from[@]}" --use-latest-restorable-time --target-db-instance-identifier "$copy" \
    --db-subnet-group-name <%= `${name}-dr` %> --vpc-security-group-ids "${DR_DRILL_SECURITY_GROUP:?}" --no-publicly-accessible \
    --no-multi-az --no-deletion-protection --tags Key=Purpose,Value=drill > /dev/null
  until [ "$(state)" = available ]; do
    now=$(date +%s)
    [ $((now - began)) -lt $((rto * 60)) ] || break
    sleep "${DRILL_POLL_SECONDS:-30}"
  done
  took=$((($(date +%s) - began + 59) / 60))
  report "$took" "$lost"
}

# @ minutes it took, minutes of data lost
report() {
  local verdict=missed
  if [ "$1" -le "$rto" ] && [ "$2" -le "$rpo" ] && [ "$(state)" = available ]; then verdict=met; fi
  printf '| database | tier | restored in | objective | data lost | objective | |\n| --- | --- | --- | --- | --- | --- | --- |\n'
  printf '| %s | %s | %s min | %s min | %s min | %s min | %s |\n' "$database" "$tier" "$1" "$rto" "$2" "$rpo" "$verdict"
  [ "$verdict" = met ]
}

destroy() {
  local said
  said=$(aws rds delete-db-instance --db-instance-identifier "$copy" --skip-final-snapshot --delete-automated-backups 2>&1) || {
    case $said in
      *DBInstanceNotFound*) ;;
      *)
        echo "$said" >&2
        return 1
        ;;
    esac
  }
}

database=$2
case $1 in
  restore | destroy)
    log_in
    "$1"
    ;;
  *) usage ;;
esac
