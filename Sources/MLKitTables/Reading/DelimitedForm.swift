/// What stands between the values of a delimited file, found out or declared.
struct DelimitedForm: Equatable {
    var delimiter: UInt8 = UInt8(ascii: ",")
    /// `nil` where quotes are characters like others.
    var quote: UInt8? = UInt8(ascii: "\"")
    /// Lines that begin with it are left out.
    var comment: UInt8?
    var ragged = Ragged.refuse
}

/// What is done with a row that has fewer values than there are columns, or more.
public enum Ragged: String, CaseIterable, Sendable {
    case refuse
    /// What is missing is missing, what is too much is left out.
    case fill
    case drop
}

/// Which columns the files of a source have.
public enum ColumnRule: String, CaseIterable, Sendable {
    /// All of them in each file, in whatever order.
    case same
    /// Those of all files together; what a file lacks is missing in its rows.
    case union
}
