export interface Column {
	key: string;
	label: string;
	/** Numbers stand at the right. */
	right?: boolean;
	width?: string;
	sortable?: boolean;
}

export interface Sort {
	key: string;
	down: boolean;
}
