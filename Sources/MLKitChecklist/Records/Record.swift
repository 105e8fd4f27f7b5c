public import MLKitCore

/// The answer to one item: `checklist/<section>/<item>.md`.
///
/// A Markdown file with front matter, so that it is pleasant to read and to edit in a web editor, and one file
/// per item, so that branches that answer different items merge without conflict:
///
/// ```
/// ---
/// item: scoping.baseline
/// status: done
/// version: 1
/// text: 60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752
/// by: Ada Example <ada@example.com>
/// at: 2026-01-31T12:00:00Z
/// evidence:
///   - path: reports/evaluation.json
///     sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
/// message: trees beat the majority class
/// ---
///
/// A note, in the user's own words.
/// ```
///
/// Keys that mlkit does not know are the user's and stay.
public struct Record: Hashable, Sendable {
    public var item: String
    public var status: RecordStatus
    /// The version of the item that was answered.
    public var version: Int
    /// The hash of the item's text that was answered, as `ChecklistItem.textHash` has it; `nil` in records of earlier
    /// versions of mlkit.
    public var text: ContentHash?
    /// Who answered.
    public var by: String?
    public var at: Timestamp?
    /// What a question was answered with, or which option was chosen.
    public var answer: String?
    /// Why it was skipped, waived or reopened.
    public var reason: String?
    /// The last day of a waiver, or the day from which a done item has to be looked at again.
    public var until: Timestamp?
    public var evidence: [Evidence]
    /// Who is to do it.
    public var assignee: String?
    /// Who looked at the answer and agreed.
    public var reviewer: String?
    public var reviewed: Timestamp?
    /// A remark in a line.
    public var message: String?

    public init(item: String, status: RecordStatus, version: Int = 1) {
        self.item = item
        self.status = status
        self.version = version
        evidence = []
    }
}

/// What a record says of its item.
public enum RecordStatus: String, CaseIterable, Sendable {
    case done
    /// Does not apply to this project, for the reason given.
    case skipped
    /// Is not done and may stay so until a day, for the reason given.
    case waived
    /// Was answered once and has to be looked at again, or is only assigned to somebody.
    case open
}
