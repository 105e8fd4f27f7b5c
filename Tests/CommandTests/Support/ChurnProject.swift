import MLKitCore
import MLKitTestSupport
import SystemPackage

/// A folder `churn` that is no project of mlkit's yet: a small DVC project whose stages really run.
struct ChurnProject {
    let scratch: ScratchDirectory
    var path: FilePath { scratch.path.appending("churn") }

    init() throws {
        scratch = try ScratchDirectory()
        for (name, text) in Self.files { try scratch.write(text, to: "churn/\(name)") }
    }

    static let files = [
        "README.md": "# Churn\n\nTells which customers leave next month.\n", ".gitignore": "/data/\n/logs/\n",
        "params.yaml": "rows: 2\n", "data/raw.csv": "a,b\n1,2\n3,4\n5,6\n", "src/count.sh": "wc -l < data/head.csv > count.txt\n",
        "dvc.yaml": """
        stages:
          head:
            cmd: head -n ${rows} data/raw.csv > data/head.csv
            deps: [data/raw.csv]
            outs: [data/head.csv]
          count:
            cmd: sh src/count.sh
            deps: [data/head.csv, src/count.sh]
            metrics: [count.txt: {cache: false}]
          fetch:
            cmd: get ${where}

        """,
    ]

    func mlkit(_ arguments: String..., in folder: FilePath? = nil) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: folder ?? path)
    }

    func git(_ arguments: String...) async throws -> String {
        try await BuiltTool.run("git", arguments, in: path, environment: ["GIT_CONFIG_GLOBAL": "/dev/null"]).output
    }

    func entries(_ folder: String = "") throws -> [String] {
        try LocalFileSystem().list(path.pushing(FilePath(folder)))
    }

    /// The output with counts of lines, which change with the template, and the folder's name replaced.
    func normal(_ text: String) -> String {
        text.replacing(path.string, with: "FOLDER")
            .replacing(#/\d+ lines? of yours, \d+ of the template's; yours stays/#, with: "OWN")
    }
}
