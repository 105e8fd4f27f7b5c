extension HTMLPage {
    /// How pages of figures look, in light and dark.
    public static let reportStyle = """
        :root { color-scheme: light dark; --text: #1f2328; --dim: #59636e; --back: #fff; --line: #d1d9e0; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --back: #0d1117; --line: #3d444d; } }
        body { margin: 0 auto; padding: 1rem; max-width: 60rem; color: var(--text); background: var(--back);
          font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
        code { font: .9em ui-monospace, monospace; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--dim); font-weight: normal; }
        svg { max-width: 100%; height: auto; }
        @media print { body { max-width: none; font-size: 10pt; } }
        """
}
