internal import Glibc
internal import MLKitCore

/// What a database answers to one question, row after row.
protocol DatabaseQuery: AnyObject {
    /// The names of its columns, and those whose values are bytes and no texts.
    var columns: [(name: String, isBytes: Bool)] { get }

    /// Goes to the next row.
    ///
    /// - Parameter take: is handed the values, each as text in UTF-8; `nil` for a missing one. They stay until it returns.
    /// - Returns: whether there is a row.
    func next(_ take: ([UnsafeBufferPointer<UInt8>?]) throws -> Void) throws -> Bool
}

/// A connection to a database that is only read: it is told so itself, and rows are all of one moment.
protocol DatabaseConnection: AnyObject {
    /// The tables that may be read.
    func tables() throws -> [String]

    /// - Throws: `Failure` with the database's reason; for a statement that gives no rows, or is several.
    func ask(_ query: String) throws -> any DatabaseQuery

    /// A name in the words of the database.
    func quoted(_ name: String) -> String
}

extension DatabaseConnection {
    /// The texts of a query's first column.
    func texts(_ query: String) throws -> [String] {
        let query = try ask(query)
        var texts = [String]()
        while try query.next({ values in values[0].map { texts.append(String(decoding: $0, as: UTF8.self)) } }) {}
        return texts
    }

    /// What a client library says went wrong, up to three lines.
    static func lines(_ text: UnsafePointer<CChar>?) -> [String] {
        (text.map { String(cString: $0) } ?? "").split(separator: "\n").prefix(3).map(String.init)
    }
}

enum EnvironmentVariable {
    /// The value of a variable of this process; `nil` where it is not set, or empty.
    static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
