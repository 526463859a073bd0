# What the documents' lines use. In the root of the repository, beside a demo site with a known password
# (DEMO_PASSWORD=Demo-pass-9x make start):   . docs/shell.sh
BASE=${BASE:-http://127.0.0.1:8000} PASSWORD=${DEMO_PASSWORD:-Demo-pass-9x} JARS=$(mktemp -d)

# The people of the demo site, by their names in client_mgmt/demo/people.py
MANAGER=wang.jing@vendor.example SALES=chu.yan@vendor.example PM=li.ming@vendor.example
TECH_LEAD=zhao.lei@vendor.example SUCCESS=wu.hao@vendor.example PMO=zheng.kai@vendor.example
QUALITY=chen.jie@vendor.example OTHER_PM=han.xue@vendor.example BUSINESS_OWNER=liu.fang@bank.example

# as PERSON CURL-ARGUMENTS: curl as this person, who is signed in at the first call
as() {
	person=$1
	shift
	[ -s "$JARS/$person" ] || sign_in "$person"
	curl -sS -b "$JARS/$person" "$@"
	echo
}
sign_in() {
	curl -sS -o /dev/null -c "$JARS/$1" "$BASE/api/method/login" --data-urlencode "usr=$1" --data-urlencode "pwd=$PASSWORD"
}
# act PERSON DOCTYPE NAME ACTION [REASON]: a step of a workflow
act() {
	as "$1" "$BASE/api/method/client_mgmt.api.workflow.act" \
		--json '{"doctype":"'"$2"'","name":"'"$3"'","action":"'"$4"'","reason":"'"${5:-}"'"}'
}
# field PATH: a value out of an answer, such as data.0.name; objects and lists as JSON
field() {
	python3 -c 'import json, sys
value = json.load(sys.stdin)
for key in sys.argv[1].split("."):
	value = value[int(key) if key.isdigit() else key]
print(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))' "$1"
}
