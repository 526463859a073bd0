/** What every control takes beside its value. */
export interface FieldProps {
	label: string;
	/** The label is said, not shown: in a table the column's head shows it. */
	bare?: boolean;
	required?: boolean;
	readOnly?: boolean;
	description?: string;
	/** Why the value cannot stay as it is. */
	error?: string;
	/** Why the field is locked or asked for, as the server says it. */
	why?: string;
	placeholder?: string;
}

export interface Option {
	value: string;
	label: string;
	description?: string;
	disabled?: boolean;
}

const OF_FIELD = ["label", "bare", "required", "readOnly", "description", "error", "why"] as const;

/** The part of a control's props that its frame shows. */
export function frameOf(props: FieldProps): FieldProps {
	return Object.fromEntries(OF_FIELD.map((key) => [key, props[key]])) as unknown as FieldProps;
}
