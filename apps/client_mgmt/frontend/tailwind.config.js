import frappeUI from "frappe-ui/tailwind";

// Of frappe-ui's preset the Lucide icons alone. Its type scale is drawn for Inter, which has no Chinese glyphs, and its
// colours are 46 kB of variables of which a page would use ten: ours stand in src/styles/tokens.css.
const icons = frappeUI.plugins.at(-1);

/** @type {import('tailwindcss').Config} */
export default {
	content: ["./index.html", "./src/**/*.{vue,ts}"],
	future: { hoverOnlyWhenSupported: true },
	plugins: [icons],
	theme: {
		fontFamily: {
			sans: "var(--font-sans)",
			mono: "var(--font-mono)",
		},
		fontSize: {
			xs: ["12px", "16px"],
			sm: ["13px", "20px"],
			base: ["14px", "20px"],
			md: ["15px", "24px"],
			lg: ["16px", "24px"],
			xl: ["18px", "28px"],
			"2xl": ["22px", "32px"],
			"3xl": ["28px", "36px"],
		},
		borderRadius: {
			none: "0",
			sm: "4px",
			DEFAULT: "6px",
			md: "6px",
			lg: "8px",
			xl: "12px",
			"2xl": "16px",
			full: "9999px",
		},
		extend: {
			colors: {
				accent: {
					DEFAULT: "var(--accent)",
					strong: "var(--accent-strong)",
					wash: "var(--accent-wash)",
					ink: "var(--accent-ink)",
				},
				danger: { DEFAULT: "var(--danger)", strong: "var(--danger-strong)", wash: "var(--danger-wash)" },
				paper: { DEFAULT: "var(--paper)", sunk: "var(--paper-sunk)", hover: "var(--paper-hover)" },
				line: { DEFAULT: "var(--line)", strong: "var(--line-strong)" },
				text: { DEFAULT: "var(--text)", soft: "var(--text-soft)", faint: "var(--text-faint)" },
			},
			height: { control: "var(--control)" },
			minHeight: { control: "var(--control)" },
		},
	},
};
