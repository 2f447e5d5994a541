#!/usr/bin/env bash
# The step of action.yml that grades. What the submission wrote is printed only while workflow commands are stopped, and goes
# into no file that the runner reads but the job summary, where it is escaped.
set -uo pipefail

# a letter comes from the rubric, which may be a file of the repository: it gets no line of its own
OUTPUTS='
  const [folder] = process.argv.slice(1);
  const json = `${folder}/scorecard.json`;
  const { score, letter } = JSON.parse(require("node:fs").readFileSync(json, "utf8")).headline;
  const plain = (value) => String(value ?? "").replace(/[^\w+-]/g, "");
  console.log(`score=${plain(score)}\nletter=${plain(letter)}\njson=${json}\nfolder=${folder}`);
'

folder=$(mktemp -d "$RUNNER_TEMP/roadworthy-XXXXXX")/run
arguments=(--out "$folder" --rubric "$RUBRIC" --deadline "$DEADLINE")
[ -n "$SUBDIR" ] && arguments+=(--subdir "$SUBDIR")
[ -n "$FAIL_UNDER" ] && arguments+=(--fail-under "$FAIL_UNDER")

cd "$GITHUB_WORKSPACE" || exit 2
token=$(node -p 'crypto.randomUUID()')
echo "::stop-commands::$token"
node "$ACTION/src/cli.ts" grade . "${arguments[@]}" 2>&1 | sed -u 's/^/| /'
code=${PIPESTATUS[0]}
echo "::$token::"

if [ -f "$folder/scorecard.json" ]; then
  node -e "$OUTPUTS" "$folder" >>"$GITHUB_OUTPUT"
  cat "$folder/summary.md" >>"$GITHUB_STEP_SUMMARY"
  cat "$folder/annotations.txt"
else
  echo "::error title=No scorecard::roadworthy could not grade this project; the log above says why."
fi
exit "$code"
