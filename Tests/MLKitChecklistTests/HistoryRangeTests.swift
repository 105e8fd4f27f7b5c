import MLKitCore
import MLKitGit
import Testing

@testable import MLKitChecklist

/// Which commits and changes are meant, and records as the index of the history keeps them.
@Suite struct HistoryRangeTests {
    @Test(arguments: [
        (nil, "HEAD and the working tree"), ("main", "main..HEAD"), ("a..b", "a..b"), ("a...b", "a...b"), ("..b", "HEAD..b"),
        ("a..", "a..HEAD"), ("a...", "a...HEAD"), ("...b", "HEAD...b"), ("..", "HEAD..HEAD"), ("v1.2", "v1.2..HEAD"),
    ] as [(String?, String)])
    func aRangeIsReadAsGitDoes(text: String?, words: String) {
        #expect(RevisionRange(text).words == words)
    }

    private func change(_ seconds: Int = 100, item: String = "a.x", by: String? = nil) throws -> AnswerChange {
        var record = Record(item: item, status: .done)
        record.by = by
        record.at = Timestamp(seconds: seconds)
        return AnswerChange(
            commit: try #require(ObjectID(String(repeating: "1", count: 40))),
            author: CommitAuthor(name: "Ada Example", email: "ada@example.com", time: Timestamp(seconds: seconds)),
            item: item, before: nil, after: .record(record))
    }

    /// From a moment on, and up to another, which does not belong to it.
    @Test func theFirstMomentBelongsToItAndTheLastDoesNot() throws {
        for (seconds, isSince, isBefore) in [(99, false, true), (100, true, false), (101, true, false)] {
            let change = try change(seconds)
            #expect(AnswerFilter(since: Timestamp(seconds: 100)).matches(change) == isSince)
            #expect(AnswerFilter(before: Timestamp(seconds: 100)).matches(change) == isBefore)
        }
        #expect(try AnswerFilter(items: ["a.x"]).matches(change()) && !AnswerFilter(items: ["a.y"]).matches(change()))
        #expect(try AnswerFilter(person: "GRACE").matches(change(by: "Grace <g@h>")))
        #expect(try !AnswerFilter(person: "grace").matches(change(by: "Ada")))
    }

    /// Who committed it under a name of theirs need not be named twice.
    @Test(arguments: [
        (nil, nil), ("Ada Example", nil), ("Ada <ada@example.com>", nil), ("ada@example.com", "ada@example.com"),
        ("Grace <g@h>", "Grace <g@h>"), ("Grace <bada@example.com>", "Grace <bada@example.com>"),
    ] as [(String?, String?)])
    func whoAnsweredIsToldIfItWasSomebodyElse(by: String?, told: String?) throws {
        #expect(try change(by: by).answeredBy == told)
    }

    @Test func whatWasAnsweredBeforeIsNoNewAnswer() throws {
        var change = try change(by: "Grace <g@h>")
        var earlier = try #require(change.after?.record)
        earlier.reason = "r"
        change.before = .record(earlier)
        #expect(change.step == .done && change.answeredBy == nil && change.looksHandmade)
        earlier.at = Timestamp(seconds: 1)
        change.before = .record(earlier)
        #expect(change.answeredBy == "Grace <g@h>" && !change.looksHandmade)
        change.before = nil
        #expect(!change.looksHandmade)
        var nobody = try #require(change.after?.record)
        nobody.by = nil
        change.after = .record(nobody)
        #expect(change.looksHandmade)
        nobody.by = "Ada"
        nobody.at = nil
        change.after = .record(nobody)
        #expect(change.looksHandmade)
    }

    @Test func everythingThatARecordSaysIsKept() throws {
        var record = Record(item: "a.x", status: .waived, version: 3)
        record.text = ContentHash(of: "text")
        (record.by, record.answer, record.reason) = ("by", "answer", "")
        (record.assignee, record.reviewer, record.message) = (nil, "reviewer", "message")
        (record.at, record.until, record.reviewed) = (Timestamp(seconds: -1), nil, Timestamp(seconds: 0))
        let hash = ContentHash(of: "1")
        var other = Evidence(.unknown("dataset"))
        other.others = [JSON.Member("digest", ["a": 1])]
        record.evidence = [
            Evidence(path: "a.txt", hash: hash), Evidence(.model(path: "m", stage: nil), hash: hash),
            Evidence(.model(path: "m", stage: "train"), hash: hash), Evidence(.run(stage: "train"), hash: hash),
            Evidence(.url("https://a.b"), at: Timestamp(seconds: 5)), Evidence(.commit("ab")), other,
        ]
        for version in [AnswerVersion.record(record), .broken("why"), .record(Record(item: "", status: .open))] {
            var writer = ByteWriter()
            version.write(to: &writer)
            var reader = ByteReader(writer.bytes)
            #expect(try AnswerVersion(from: &reader) == version)
            #expect(reader.isAtEnd)
            // Cut off anywhere it is nothing.
            for count in 0..<writer.bytes.count {
                var cut = ByteReader(Array(writer.bytes.prefix(count)))
                #expect(throws: (any Error).self) { try AnswerVersion(from: &cut) }
            }
        }
        var strange = ByteReader([2, 0, 0, 0])
        #expect(throws: ByteReader.Malformed.self) { try AnswerVersion(from: &strange) }
    }

    @Test(arguments: [
        ("a/b.md", "a.b"), ("a/b.txt", nil), ("a/.b.md", nil), ("a/README.md", nil), ("b.md", nil), ("a/b/c.md", nil),
        ("a/b.c.md", "a.b.c"),
    ] as [(String, String?)])
    func aRecordIsKnownByItsPlace(path: String, item: String?) {
        #expect(RecordFolder.item(at: path) == item)
    }
}
