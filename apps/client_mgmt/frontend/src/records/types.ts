/* The shapes of `client_mgmt.api.ui.*`, named as on the server (client_mgmt/interface/shapes.py). Times are the
 * site's wall clock, labels come translated. */

export type { Boot, DemoPerson, DocTypeInfo } from "@/session";

export type Value = string | number | null | undefined;
export type Doc = { name?: string; doctype?: string; modified?: string } & Record<string, Value | Doc[]>;

export interface Choice {
	value: string;
	label: string;
}

/** Properties that are empty or 0 are left out. */
export interface Field {
	fieldname: string;
	label: string;
	fieldtype: string;
	options?: string;
	choices?: Choice[];
	reqd?: number;
	read_only?: number;
	hidden?: number;
	default?: string;
	description?: string;
	depends_on?: string;
	mandatory_depends_on?: string;
	read_only_depends_on?: string;
	in_list?: number;
	in_filter?: number;
	precision?: string;
	length?: number;
	permlevel?: number;
	no_copy?: number;
}

export interface Can {
	create: boolean;
	write: boolean;
	delete: boolean;
	export: boolean;
	print: boolean;
}

/** `tables` and `can` of main DocTypes alone. */
export interface Form {
	name: string;
	label: string;
	title_field?: string;
	state_field?: string;
	is_child?: boolean;
	is_single?: boolean;
	track_changes?: boolean;
	max_attachments?: number;
	fields: Field[];
	tables?: Record<string, Form>;
	can?: Partial<Can>;
}

/** What a document says of a field beyond its form; of a column of rows under `table.column`. */
export interface FieldState {
	read_only?: boolean;
	required?: boolean;
	hidden?: boolean;
	why?: string;
}

export interface Action {
	action: string;
	label: string;
	next_state: string;
	next_state_label: string;
	allowed: boolean;
	why_not: string[];
	reason_needed: boolean;
	min_length: number;
	fields: string[];
	primary: boolean;
}

export interface Step {
	state: string;
	label: string;
	colour: string;
	status: "done" | "now" | "ahead";
	at: string | null;
	by: string;
	seconds: number | null;
}

export interface Waiting {
	who: string;
	party: string;
	what: string;
	since: string | null;
	until: string | null;
	overdue: boolean;
}

export interface RoundParty {
	party: string;
	label: string;
	signer_name: string;
	decision: string;
	decision_label: string;
	signed_at: string | null;
	method: string;
}

export interface Difference {
	label: string;
	before: string;
	after: string;
	field?: string;
}

export interface Round {
	number: number;
	purpose: string;
	purpose_label: string;
	open: boolean;
	parties: RoundParty[];
	can_sign: boolean;
	why_not: string;
	changed_since_last: Difference[];
}

export interface Attachment {
	name: string;
	file_name: string;
	file_url: string;
	file_size: number;
	by: string;
	at: string;
}

export interface Comment {
	by: string;
	at: string;
	text: string;
}

/** What both sides write to each other; a comment is internal. */
export interface Message {
	name: string;
	by: string;
	at: string;
	text: string;
	kind: "Message" | "Priority Confirmed" | "Priority Proposed";
	priority: string;
	priority_label: string;
	party: string;
	party_label: string;
	mine: boolean;
	waits: boolean;
}

export interface Event {
	at: string;
	by: string;
	what: string;
	from_label: string;
	to_label: string;
	reason: string;
	seconds: number | null;
	details?: unknown;
}

export interface Version {
	at: string;
	by: string;
	changes: Difference[];
}

export interface Page {
	doc: Doc;
	/** "DocType::name" → title. */
	titles: Record<string, string>;
	fields: Record<string, FieldState>;
	actions: Action[];
	path: Step[];
	waiting: Waiting[];
	round: Round | null;
	attachments: Attachment[];
	comments: Comment[];
	conversation: Message[];
	history: Event[];
	versions: Version[];
	can: { write: boolean; delete: boolean; comment: boolean; say: boolean; attach: boolean; assign: boolean; print: boolean };
	assigned: { user: string; full_name: string }[];
	modified: string;
}

export interface Cell {
	value: Value;
	text: string;
	colour?: string;
}

export interface ListColumn {
	fieldname: string;
	label: string;
	fieldtype: string;
}

export interface Line {
	name: string;
	title: string;
	modified: string;
	cells: Record<string, Cell>;
}

export interface Group {
	value: string;
	label: string;
	colour: string;
	count: number;
}

export interface Listing {
	columns: ListColumn[];
	rows: Line[];
	total: number;
	has_next: boolean;
	groups: Group[];
	order_by: string;
}

export interface Hit {
	name: string;
	title: string;
	text: string;
}

export interface Hits {
	doctype: string;
	label: string;
	hits: Hit[];
}

/** What the bell has said; without a document where the reader no longer sees it, or there is none. */
export interface NoticeLine {
	name: string;
	text: string;
	doctype: string;
	doctype_label: string;
	document: string;
	at: string;
	read: boolean;
}

export interface Notices {
	unread: number;
	notices: NoticeLine[];
	has_next: boolean;
}

/** The two ways of a kind of notice. */
export interface NoticeSwitch {
	kind: string;
	label: string;
	bell: boolean;
	mail: boolean;
}

export type ItemKind = "sign" | "confirm" | "act" | "answer" | "action" | "overdue" | "frozen";

export interface Item {
	doctype: string;
	doctype_label: string;
	name: string;
	title: string;
	what: string;
	kind: ItemKind;
	since: string | null;
	until: string | null;
	overdue: boolean;
	project: string;
	project_title: string;
}
