import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage

/// A repository in which a record is committed, whatever else goes on in it.
enum Committing {
    static let record = "checklist/scoping/baseline.md"

    /// A repository with one commit, and staged, unstaged, deleted, untracked and ignored changes.
    static func busySandbox() async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([
            "a.txt": "1\n", "b.txt": "1\n", "c.txt": "1\n", "d.txt": "1\n", "folder/e.txt": "1\n",
            ".gitignore": "*.log\n", "run.sh": "#!/bin/sh\n",
        ])
        try sandbox.write("staged\n", to: "a.txt")
        try await sandbox.git("add", "a.txt")
        try sandbox.write("then changed again\n", to: "a.txt")
        try sandbox.write("unstaged\n", to: "b.txt")
        try await sandbox.git("rm", "--quiet", "c.txt")
        try await sandbox.git("update-index", "--chmod=+x", "run.sh")
        try await sandbox.git("update-index", "--assume-unchanged", "d.txt")
        try sandbox.write("new\n", to: "staged-new.txt")
        try await sandbox.git("add", "staged-new.txt")
        try sandbox.write("later\n", to: "intended.txt")
        try await sandbox.git("add", "--intent-to-add", "intended.txt")
        try sandbox.write("new\n", to: "untracked.txt")
        try sandbox.write("x\n", to: "ignored.log")
        return sandbox
    }

    @discardableResult
    static func commit(_ text: String, to sandbox: GitSandbox, in folder: FilePath? = nil) throws -> ObjectID? {
        let file = (folder ?? sandbox.path).pushing(FilePath(record))
        try LocalFileSystem().write(text, to: file)
        return try sandbox.repository(in: folder).commit(
            file: record, content: .bytes(Array(text.utf8)), message: "Done\n\nA body.\n\n\n")
    }
}
