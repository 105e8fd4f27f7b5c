internal import MLKitCore

/// What the file of a record said at some time.
public enum AnswerVersion: Hashable, Sendable {
    case record(Record)
    /// It could not be read, for this reason.
    case broken(String)

    public var record: Record? {
        if case .record(let record) = self { record } else { nil }
    }

    /// Reads a record's file.
    init(_ bytes: [UInt8], item: String) {
        do {
            self = .record(try StoredRecord(bytes, item: item, file: RecordStore.path(of: item)).record)
        } catch {
            self = .broken((error as? Failure)?.diagnostics.first?.message ?? "it cannot be read")
        }
    }

    /// For content that this clone does not have.
    static let absent = AnswerVersion.broken("its content is not in this clone")
}
