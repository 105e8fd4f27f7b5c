/// Folders that tools fill, and that say nothing about a project.
enum ToolFolders {
    static let names: Set<String> = [
        ".git", ".hg", ".svn", ".venv", "venv", "virtualenv", "node_modules", "__pycache__", ".ipynb_checkpoints",
        ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".eggs", ".snakemake", ".dvc", ".idea",
        ".vscode", ".Rproj.user", "renv", "mlruns", "wandb", "lightning_logs", ".build", ".mlkit",
    ]

    /// A file that stands in every Python environment, whatever its folder is called.
    static let environmentMark = "pyvenv.cfg"
    /// Entries that make a folder an environment, or a repository of its own.
    static let marks: Set<String> = [environmentMark, "conda-meta", ".git"]

    /// Whether a file lies in such a folder.
    static func holds(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains { names.contains(String($0)) }
    }
}
