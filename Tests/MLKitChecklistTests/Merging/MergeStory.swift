import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import SystemPackage

/// What two branches made of the same records: a random sequence of answers, now on the one, now on the other.
struct MergeStory {
    /// Records by path, with their texts.
    typealias Records = [String: String]

    let base: Records
    let ours: Records
    let theirs: Records

    /// - Parameter items: what is answered.
    init(_ random: inout SeededGenerator, _ items: [ChecklistItem]) throws {
        var now = ProjectFixture.at
        var start = try Branch("Base", items, [:])
        for _ in 0..<Int.random(in: 0...4, using: &random) { try start.change(&random, &now) }
        base = try start.records()
        var branches = try [Branch("Ours", items, base), Branch("Theirs", items, base)]
        for _ in 0..<Int.random(in: 2...7, using: &random) {
            try branches[Int.random(in: 0...1, using: &random)].change(&random, &now)
        }
        ours = try branches[0].records()
        theirs = try branches[1].records()
    }

    /// The records that both branches have otherwise than their common beginning, and not alike.
    var answeredTwice: Set<String> {
        let all = Set(ours.keys).union(theirs.keys)
        return all.filter { ours[$0] != base[$0] && theirs[$0] != base[$0] && ours[$0] != theirs[$0] }
    }

    /// The texts of a project's records.
    static func records(of fixture: ProjectFixture, _ items: [ChecklistItem]) throws -> Records {
        let paths = items.map { "checklist/\($0.section)/\($0.name).md" }
        let there = try paths.filter { try fixture.files.exists(ProjectFixture.project.pushing(FilePath($0))) }
        return Dictionary(try there.map { ($0, try fixture.read($0)) }) { $1 }
    }

    /// A branch with somebody who answers on it.
    private struct Branch {
        let person: String
        let items: [ChecklistItem]
        let fixture: ProjectFixture
        /// Without its lists, of which only the items matter here, it is loaded in no time.
        var checklist: Checklist
        var touched = Set<String>()

        init(_ person: String, _ items: [ChecklistItem], _ records: Records) throws {
            self.person = person
            self.items = items
            fixture = try ProjectFixture(records, files: FlatFileSystem())
            checklist = try fixture.load(definitions: [])
        }

        /// Answers, or writes a note by hand.
        mutating func change(_ random: inout SeededGenerator, _ now: inout Timestamp) throws {
            let item = items[Int.random(in: 0..<items.count, using: &random)]
            if !touched.insert(item.id).inserted { checklist = try fixture.load(definitions: []) }
            now = Timestamp(seconds: now.seconds + Int.random(in: 0...90_000, using: &random))
            let by = Answering(by: "\(person) <\(person.lowercased())@example.com>", at: now, git: nil)
            let path = "checklist/\(item.section)/\(item.name).md"
            let earlier = try? fixture.read(path)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: _ = try checklist.skip(item, because: "reason \(now.seconds)", by)
            case 1: _ = try checklist.waive(item, until: now, because: "later", by)
            case 2: _ = try checklist.assign(item, to: person, by)
            case 3 where earlier?.contains("status: open") == false: _ = try checklist.reopen(item, by)
            case 4 where earlier != nil: try fixture.write("\(earlier ?? "")\n\(person) at \(now).\n", to: path)
            default:
                let url = EvidenceName.url("https://example.com/\(now.seconds)")
                _ = try checklist.markDone(
                    item, answer: Self.answers[item.id], evidence: [url], message: "by \(person)", by)
            }
        }

        private static let answers = ["scoping.inference": "batch", "data.labels": "two of us looked"]

        func records() throws -> Records { try MergeStory.records(of: fixture, items) }
    }
}
