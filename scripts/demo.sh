#!/usr/bin/env bash
# demo.sh CNO DIR: make a realistic national day in DIR/scenario, plan it into DIR/plan, and say where everything is.
set -euo pipefail
cno=$1
dir=$2

"$cno" sample "$dir/scenario" --kind national --seed 1 --overwrite
code=0
"$cno" plan "$dir/scenario" --out "$dir/plan" --time-limit 100 --log-format text || code=$?
case $code in
  0) echo "Everybody has a place tonight." ;;
  3) echo "A plan was made; not everybody has a place tonight, or a limit is overloaded. The workbook says who, where and why." ;;
  *) echo "The demo made no plan: cno plan ended with exit code $code." >&2; exit "$code" ;;
esac
"$cno" verify "$dir/scenario" "$dir/plan"
echo
echo "The pages:    $dir/plan/index.html (open it in a browser; the map is $dir/plan/map.html)"
echo "The workbook: $dir/plan/report.xlsx"
echo "All files:    $dir/plan (docs/plan-folder.md says what each holds)"
echo "The input:    $dir/scenario (docs/data-dictionary.md; change something and plan again)"
