/// How many files of a language a project has.
public struct LanguageCount: Hashable, Sendable {
    public let language: String
    public let files: Int

    /// Most files first.
    static func count(_ files: [String]) -> [LanguageCount] {
        var counts: [String: Int] = [:]
        for file in files {
            if let language = byExtension[FileName.suffix(file)] { counts[language, default: 0] += 1 }
        }
        return counts.map { LanguageCount(language: $0.key, files: $0.value) }.sorted {
            ($1.files, $0.language) < ($0.files, $1.language)
        }
    }

    private static let byExtension = [
        "py": "Python", "ipynb": "Jupyter", "r": "R", "rmd": "R", "qmd": "Quarto", "jl": "Julia", "sh": "Shell",
        "sql": "SQL", "swift": "Swift", "c": "C", "h": "C", "cc": "C++", "cpp": "C++", "cu": "CUDA", "hpp": "C++",
        "rs": "Rust", "go": "Go", "java": "Java", "scala": "Scala", "kt": "Kotlin", "js": "JavaScript",
        "ts": "TypeScript", "m": "MATLAB", "smk": "Snakemake",
    ]
}
