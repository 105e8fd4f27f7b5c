import MLKitCore
import MLKitGit
import MLKitTestSupport
import Testing

/// Files of commits, as audits look for them: many times in the same folder.
@Suite struct CommitReaderTests {
    /// As libgit2 has them, whatever stands in the message.
    @Test(arguments: ["one line", "a subject\n\nA body.\n\ngpgsig: none\nChecklist-Item: a.b\n", "\n\n  begins late\n",
        "ünïcode\r\n\r\nwith returns"])
    func messagesAreWhatTheyWereCommittedAs(message: String) async throws {
        let sandbox = try await GitSandbox()
        try sandbox.write("x\n", to: "a.txt")
        try await sandbox.git("add", "--all")
        try await sandbox.git("commit", "--quiet", "--cleanup=verbatim", "--message", message)
        let repository = try sandbox.repository()
        let head = try #require(try repository.headCommit)
        let words = try #require(try CommitReader(repository).words(of: head))
        let other = try #require(try repository.words(of: head))
        #expect(words.message == other.message && !words.isSigned)
        #expect(try CommitReader(repository).words(of: ObjectID(blobOf: Array("x\n".utf8))) == nil)
    }

    @Test func aFileIsFoundHoweverOftenItsFolderIsAskedFor() async throws {
        let sandbox = try await GitSandbox()
        var texts = ["a/b/c.txt": "c\n", "top.txt": "t\n"]
        for number in 0..<20 { texts["e/\(number).txt"] = "\(number)\n" }
        try await sandbox.commit(texts)
        let repository = try sandbox.repository()
        let first = try #require(try repository.headCommit)
        try await sandbox.commit(["e/3.txt": "changed\n", "e/sub/3.txt": "deeper\n"])
        let second = try #require(try repository.headCommit)
        let reader = try CommitReader(repository)
        for _ in 0..<3 {
            for number in 0..<20 {
                let path = "e/\(number).txt"
                #expect(try reader.contentHash(at: path, in: first) == ContentHash(of: "\(number)\n"))
                #expect(try reader.contentHash(at: path, in: second) == ContentHash(of: number == 3 ? "changed\n" : "\(number)\n"))
                #expect(try reader.blobID(at: path, in: first) == repository.blobID(at: path, in: first))
            }
            #expect(try reader.blob(at: "e/sub/3.txt", in: second) == Array("deeper\n".utf8))
            #expect(try reader.blob(at: "a/b/c.txt", in: second) == Array("c\n".utf8))
            #expect(try reader.blob(at: "top.txt", in: first) == Array("t\n".utf8))
            // Neither what is not there, nor a folder, nor a name that only looks the same.
            for path in ["e/sub", "e/20.txt", "e/sub/3.txt", "x/y", "top.txt/z"] {
                #expect(try reader.blobID(at: path, in: first) == nil, "\(path)")
            }
        }
    }
}
